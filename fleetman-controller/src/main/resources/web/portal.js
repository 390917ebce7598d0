// What moves on the portal's pages: polling while the tab is seen, times, copying, dialogs, menus, the search key.
(() => {
  const POLL = 2000;
  const main = document.getElementById('main');
  const age = document.getElementById('age');
  const lost = document.getElementById('lost');
  const announce = document.getElementById('announce');
  const live = main.dataset.live;
  const title = document.title;
  let read = age.dataset.read === 'true';
  let ageAt = performance.now() - Number(age.dataset.age);
  let stale = age.dataset.stale === 'true';
  let shown = null;
  let said = null;

  function words(ms) {
    const s = Math.max(0, Math.round(ms / 1000));
    if (s < 120) return s + ' s';
    if (s < 7200) return Math.floor(s / 60) + ' min';
    return Math.floor(s / 3600) + ' h';
  }

  function ago(ms) {
    const s = Math.max(0, Math.round(ms / 1000));
    if (s < 60) return 'just now';
    if (s < 3600) return Math.floor(s / 60) + ' min ago';
    if (s < 172800) return Math.floor(s / 3600) + ' h ago';
    return Math.floor(s / 86400) + ' d ago';
  }

  function tick() {
    const old = stale || !lost.hidden;
    const since = performance.now() - ageAt;
    document.getElementById('age-text').textContent = read ? words(since) : 'not read yet';
    for (const around of document.querySelectorAll('.age-words')) around.hidden = !read;
    document.getElementById('age-dot').className =
      'status-dot ' + (old ? 'bg-orange' : read && live ? 'status-dot-animated bg-green' : 'bg-secondary');
  }

  function times(root) {
    for (const time of root.querySelectorAll('time')) {
      const at = new Date(time.dateTime);
      time.textContent = ago(Date.now() - at.getTime());
      time.title = at.toLocaleString() + ' (' + time.dateTime + ')';
    }
  }

  function settle() {
    times(main);
    const state = document.getElementById('state');
    if (state) {
      const attention = Number(state.dataset.attention);
      document.title = (attention > 0 ? '(' + attention + ') ' : '') + title;
      // only what changed is said, and not the first state: that is being read anyway
      if (said !== null && said !== state.dataset.summary) announce.textContent = state.dataset.summary;
      said = state.dataset.summary;
    }
    tick();
  }

  // Nothing is swapped under the hands of somebody who selects, types or decides.
  function busy() {
    const selection = window.getSelection();
    const focused = document.activeElement;
    return (selection && !selection.isCollapsed && main.contains(selection.anchorNode))
      || main.querySelector('dialog[open]') !== null
      || (focused && main.contains(focused) && focused.matches('input:not([type=checkbox]), textarea, select'));
  }

  // What the reader opened, closed, checked or scrolled stays so.
  function remember() {
    const kept = [];
    for (const e of main.querySelectorAll('details[id]')) kept.push([e.id, 'open', e.open]);
    for (const e of main.querySelectorAll('pre[id]')) kept.push([e.id, 'scrollTop', e.scrollTop]);
    for (const e of main.querySelectorAll('input[type=checkbox][id]')) kept.push([e.id, 'checked', e.checked]);
    // Output that grows: who reads its end goes on to see the end, who reads elsewhere stays there.
    for (const e of main.querySelectorAll('[data-follow][id]')) {
      kept.push([e.id, 'scrollTop', e.scrollHeight - e.scrollTop - e.clientHeight < 40 ? 1e9 : e.scrollTop]);
    }
    return () => kept.forEach(([id, property, value]) => {
      const e = document.getElementById(id);
      if (e) e[property] = value;
    });
  }

  if (live) {
    let restore = () => {};
    main.addEventListener('htmx:beforeSwap', (event) => {
      if (event.detail.target !== main) return;
      const answer = event.detail.xhr;
      if (answer.status !== 200) {
        event.detail.shouldSwap = false;
        return;
      }
      lost.hidden = true;
      const millis = answer.getResponseHeader('Fleetman-Age');
      if (millis !== null) {
        read = true;
        ageAt = performance.now() - Number(millis);
      }
      const why = answer.getResponseHeader('Fleetman-Stale');
      stale = why !== null;
      document.getElementById('stale').hidden = !stale;
      document.getElementById('stale-why').textContent = why ?? '';
      const etag = answer.getResponseHeader('ETag');
      if (etag === shown || busy()) {
        event.detail.shouldSwap = false;
        tick();
        return;
      }
      shown = etag;
      restore = remember();
    });
    main.addEventListener('htmx:afterSwap', () => {
      restore();
      settle();
    });
    const LOST = {
      0: 'The controller does not answer',
      401: 'You are signed out',
    };
    for (const failure of ['htmx:sendError', 'htmx:timeout', 'htmx:responseError']) {
      main.addEventListener(failure, (event) => {
        const status = event.detail.xhr.status;
        document.getElementById('lost-title').textContent =
          LOST[status] ?? 'The controller cannot show this any more (' + status + ')';
        document.getElementById('lost-why').hidden = status !== 0;
        document.getElementById('lost-sign-in').hidden = status !== 401;
        lost.hidden = false;
        tick();
      });
    }
    const poll = () => {
      if (!document.hidden) window.htmx.trigger(main, 'poll');
    };
    setInterval(poll, POLL);
    document.addEventListener('visibilitychange', poll);
  }

  document.addEventListener('click', (event) => {
    const hit = (selector) => event.target.closest(selector);
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const copy = hit('[data-copy]');
    if (copy) {
      navigator.clipboard.writeText(copy.dataset.copy).then(() => {
        copy.classList.add('copied');
        announce.textContent = 'Copied';
        setTimeout(() => copy.classList.remove('copied'), 1500);
      });
    }
    const opener = hit('[data-dialog]');
    if (opener) document.getElementById(opener.dataset.dialog).showModal();
    const closer = hit('[data-close]');
    if (closer) document.getElementById(closer.dataset.close).close();
    const dismiss = hit('[data-dismiss]');
    if (dismiss) document.getElementById(dismiss.dataset.dismiss).remove();
  });

  document.addEventListener('input', (event) => {
    const typed = event.target.dataset.typed;
    if (typed !== undefined) {
      event.target.form.querySelector('.btn-danger').disabled = event.target.value !== typed;
    }
  });

  document.addEventListener('change', (event) => {
    const all = event.target.dataset.all;
    if (all !== undefined) {
      for (const box of event.target.form.elements[all].length === undefined
        ? [event.target.form.elements[all]] : event.target.form.elements[all]) box.checked = event.target.checked;
    }
    if (event.target.dataset.submits !== undefined) event.target.form.requestSubmit();
  });

  // A form is sent once.
  document.addEventListener('submit', (event) => {
    if (event.target.method !== 'post') return;
    if (event.target.dataset.sent) {
      event.preventDefault();
      return;
    }
    event.target.dataset.sent = 'true';
  });
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
  });

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      for (const menu of document.querySelectorAll('details.menu[open]')) {
        menu.open = false;
        menu.querySelector('summary').focus();
      }
    }
    const typing = event.target.matches('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      document.getElementById('search').focus();
    }
  });

  const theme = document.getElementById('theme');
  theme.hidden = false;
  theme.addEventListener('click', () => window.fleetmanTheme.toggle());

  // On a narrow screen the entry for this page is where one sees it.
  document.querySelector('.section.active')?.scrollIntoView({ inline: 'center', block: 'nearest' });

  for (const e of document.querySelectorAll('[data-follow=true]')) e.scrollTop = e.scrollHeight;

  settle();
  setInterval(tick, 1000);
  setInterval(() => times(main), 30000);
})();

// Uploads as they are, one after the other, with how far each is.
(() => {
  const form = document.querySelector('[data-raw-upload]');
  if (!form) return;
  const list = form.querySelector('.upload-list');
  const token = document.querySelector('meta[name=form-token]').content;

  function send(file) {
    return new Promise((resolve) => {
      const line = document.createElement('li');
      const bar = document.createElement('progress');
      bar.max = file.size || 1;
      bar.value = 0;
      bar.setAttribute('aria-label', file.name);
      const said = document.createElement('span');
      said.textContent = ' ' + file.name;
      line.append(bar, said);
      list.append(line);
      const request = new XMLHttpRequest();
      request.open('POST', form.dataset.rawUpload + '?prefix=' + encodeURIComponent(form.dataset.prefix)
        + '&name=' + encodeURIComponent(file.name));
      request.setRequestHeader('Fleetman-Form-Token', token);
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      request.upload.onprogress = (event) => { bar.value = event.loaded; };
      const end = (done) => {
        bar.value = bar.max;
        said.textContent = ' ' + file.name + (done ? ': uploaded' : ': not uploaded (is the name taken?)');
        resolve(done);
      };
      request.onload = () => end(request.status === 201);
      request.onerror = () => end(false);
      request.send(file);
    });
  }

  form.querySelector('input[type=file]').addEventListener('change', async (event) => {
    let all = true;
    for (const file of event.target.files) all = (await send(file)) && all;
    if (all) window.location.reload();
  });
})();
