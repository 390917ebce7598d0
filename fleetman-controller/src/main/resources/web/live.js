// Asks for the fleet every two seconds while the tab is seen, swaps it in when it changed, and says how old it is.
(() => {
  const POLL = 2000;
  const fleet = document.getElementById('fleet');
  const age = document.getElementById('age');
  const lost = document.getElementById('lost');
  const announce = document.getElementById('announce');
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

  function tick() {
    const old = stale || !lost.hidden;
    document.getElementById('age-text').textContent =
      read ? 'as of ' + words(performance.now() - ageAt) + ' ago' : 'not read yet';
    document.getElementById('age-dot').className =
      'status-dot ' + (old ? 'bg-orange' : read ? 'status-dot-animated bg-green' : 'bg-secondary');
  }

  function settle() {
    const state = document.getElementById('state');
    if (!state) return;
    stale = state.dataset.stale === 'true';
    const attention = Number(state.dataset.attention);
    document.title = (attention > 0 ? '(' + attention + ') ' : '') + title;
    // only what changed is said, and not the first state: that is being read anyway
    if (said !== null && said !== state.dataset.summary) announce.textContent = state.dataset.summary;
    said = state.dataset.summary;
    for (const time of fleet.querySelectorAll('time')) {
      const at = new Date(time.dateTime);
      const today = at.toDateString() === new Date().toDateString();
      time.textContent = at.toLocaleString([], today
        ? { hour: '2-digit', minute: '2-digit' }
        : { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
      time.title = at.toLocaleString();
    }
    tick();
  }

  function selecting() {
    const selection = window.getSelection();
    return selection && !selection.isCollapsed && fleet.contains(selection.anchorNode);
  }

  // What the reader opened, closed or scrolled stays so.
  function remember() {
    const kept = [];
    for (const e of fleet.querySelectorAll('details[id]')) kept.push([e.id, 'open', e.open]);
    for (const e of fleet.querySelectorAll('pre[id]')) kept.push([e.id, 'scrollTop', e.scrollTop]);
    return () => kept.forEach(([id, property, value]) => {
      const e = document.getElementById(id);
      if (e) e[property] = value;
    });
  }

  function poll() {
    if (!document.hidden) window.htmx.trigger(fleet, 'poll');
  }

  let restore = () => {};
  fleet.addEventListener('htmx:beforeSwap', (event) => {
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
    const etag = answer.getResponseHeader('ETag');
    if (etag === shown || selecting()) {
      event.detail.shouldSwap = false;
      tick();
      return;
    }
    shown = etag;
    restore = remember();
  });
  fleet.addEventListener('htmx:afterSwap', () => {
    restore();
    settle();
  });
  for (const failure of ['htmx:sendError', 'htmx:timeout', 'htmx:responseError']) {
    fleet.addEventListener(failure, () => {
      lost.hidden = false;
      tick();
    });
  }

  settle();
  setInterval(tick, 1000);
  setInterval(poll, POLL);
  document.addEventListener('visibilitychange', poll);
})();
