// Sends dropped and chosen files: large ones and archives by themselves, small ones in batches, a few requests side by side.
(() => {
  const root = document.getElementById('upload');
  if (!root) return;
  const AT_ONCE = 3;
  const SMALL = 512 * 1024;
  const BATCH_BYTES = 8 * 1024 * 1024;
  const BATCH_FILES = 500;
  const ARCHIVE = /\.(zip|tar|tar\.gz|tgz)$/i;
  const token = document.querySelector('meta[name=form-token]').content;
  const by = (id) => document.getElementById(id);
  const drop = by('drop');
  let waiting = [];
  let flying = new Set();
  let failed = [];
  let total = 0;
  let files = 0;
  let sent = 0;
  let stored = 0;
  let cancelled = false;
  let began = 0;

  function human(bytes) {
    const units = ['B', 'KB', 'MB', 'GB', 'TB'];
    let unit = 0;
    let value = bytes;
    while (value >= 1024 && unit < units.length - 1) { value /= 1024; unit++; }
    return (unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)) + ' ' + units[unit];
  }

  // --- what was dropped, as {path, file}

  function readAll(reader) {
    return new Promise((resolve, reject) => {
      const all = [];
      const more = () => reader.readEntries((entries) => {
        if (entries.length === 0) resolve(all);
        else { all.push(...entries); more(); }
      }, reject);
      more();
    });
  }

  async function walk(entry, path, out) {
    if (entry.isFile) {
      out.push({ path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) });
      return;
    }
    for (const child of await readAll(entry.createReader())) await walk(child, path + '/' + child.name, out);
  }

  async function dropped(transfer) {
    // the entries are gone after the first await
    const entries = [...transfer.items].map((i) => i.webkitGetAsEntry()).filter(Boolean);
    const out = [];
    if (entries.length === 0) {
      for (const file of transfer.files) out.push({ path: file.name, file });
      return out;
    }
    for (const entry of entries) await walk(entry, entry.name, out);
    return entries.length === 1 && entries[0].isDirectory ? withoutRoot(out) : out;
  }

  function withoutRoot(items) {
    return by('upload-root').checked
      ? items.map((i) => ({ ...i, path: i.path.substring(i.path.indexOf('/') + 1) }))
      : items;
  }

  // --- small files travel as one tar

  const text = new TextEncoder();

  function octal(field, at, length, value) {
    field.set(text.encode(value.toString(8).padStart(length - 1, '0')), at);
  }

  function header(name, size, mode, type) {
    const block = new Uint8Array(512);
    block.set(text.encode(name).subarray(0, 100), 0);
    octal(block, 100, 8, mode);
    octal(block, 108, 8, 0);
    octal(block, 116, 8, 0);
    octal(block, 124, 12, size);
    octal(block, 136, 12, 0);
    block.fill(32, 148, 156);
    block[156] = type.charCodeAt(0);
    block.set(text.encode('ustar\u000000'), 257);
    let sum = 0;
    for (const b of block) sum += b;
    block.set(text.encode(sum.toString(8).padStart(6, '0') + '\0 '), 148);
    return block;
  }

  function padding(size) {
    return new Uint8Array((512 - (size % 512)) % 512);
  }

  // "27 path=a/b\n", where 27 is the length of all of it
  function pax(path) {
    const tail = ' path=' + path + '\n';
    const bytes = text.encode(tail).length;
    let length = bytes + 1;
    while (String(length).length + bytes !== length) length = String(length).length + bytes;
    return text.encode(length + tail);
  }

  async function executable(file) {
    const first = new Uint8Array(await file.slice(0, 4).arrayBuffer());
    return (first[0] === 0x23 && first[1] === 0x21)
      || (first[0] === 0x7f && first[1] === 0x45 && first[2] === 0x4c && first[3] === 0x46);
  }

  async function tar(items) {
    const parts = [];
    for (const { path, file } of items) {
      const long = pax(path);
      parts.push(header('pax', long.length, 0o644, 'x'), long, padding(long.length));
      parts.push(header('file', file.size, await executable(file) ? 0o755 : 0o644, '0'), file, padding(file.size));
    }
    parts.push(new Uint8Array(1024));
    return new Blob(parts);
  }

  // --- the queue

  function archives(item) {
    return by('upload-unpack').checked && ARCHIVE.test(item.path);
  }

  function jobs(items) {
    const made = [];
    let batch = [];
    let bytes = 0;
    const close = () => {
      if (batch.length > 0) made.push({ items: batch, bytes });
      batch = [];
      bytes = 0;
    };
    for (const item of items) {
      if (item.file.size > SMALL || archives(item)) {
        made.push({ items: [item], bytes: item.file.size, archive: archives(item) });
        continue;
      }
      if (batch.length === BATCH_FILES || bytes + item.file.size > BATCH_BYTES) close();
      batch.push(item);
      bytes += item.file.size;
    }
    close();
    return made;
  }

  function add(items) {
    if (items.length === 0) return;
    if (flying.size === 0 && waiting.length === 0) {
      total = files = sent = stored = 0;
      failed = [];
      began = performance.now();
    }
    cancelled = false;
    const made = jobs(items);
    waiting.push(...made);
    files += items.length;
    total += made.reduce((sum, job) => sum + job.bytes, 0);
    by('upload-state').hidden = false;
    pump();
  }

  function pump() {
    while (!cancelled && flying.size < AT_ONCE && waiting.length > 0) send(waiting.shift());
    show();
    if (flying.size === 0 && waiting.length === 0) ended();
  }

  async function send(job) {
    job.sent = 0;
    job.error = null;
    flying.add(job);
    try {
      const alone = job.items.length === 1 && (job.archive || job.items[0].file.size > SMALL);
      const one = job.items[0];
      if (alone && job.archive) {
        await request(job, 'POST', root.dataset.archive + '&name=' + encodeURIComponent(one.file.name), one.file);
      } else if (alone) {
        const mode = await executable(one.file) ? '0755' : '0644';
        await request(job, 'PUT', root.dataset.file + '&mode=' + mode + '&path=' + encodeURIComponent(one.path), one.file);
      } else {
        await request(job, 'POST', root.dataset.archive + '&name=batch.tar', await tar(job.items));
      }
      stored += job.items.length;
    } catch (e) {
      sent -= job.sent;
      job.sent = 0;
      job.error = e.message;
      failed.push(job);
    }
    flying.delete(job);
    pump();
  }

  function request(job, method, url, body) {
    return new Promise((resolve, reject) => {
      const xhr = new XMLHttpRequest();
      job.xhr = xhr;
      xhr.open(method, url);
      xhr.setRequestHeader('Content-Type', 'application/octet-stream');
      xhr.setRequestHeader('Fleetman-Form-Token', token);
      // what this page showed may be written over, what somebody else put since may not
      if (root.dataset.seen) xhr.setRequestHeader('Fleetman-Seen', root.dataset.seen);
      xhr.upload.onprogress = (event) => {
        const now = Math.min(job.bytes, event.loaded);
        sent += now - job.sent;
        job.sent = now;
        show();
      };
      xhr.onload = () => {
        if (xhr.status < 200 || xhr.status >= 300) { reject(new Error(problem(xhr))); return; }
        if (root.dataset.seen) root.dataset.seen += ' ' + JSON.parse(xhr.responseText).seen;
        resolve();
      };
      xhr.onerror = () => reject(new Error('the connection broke off'));
      xhr.onabort = () => reject(new Error('cancelled'));
      if (cancelled) reject(new Error('cancelled'));
      else xhr.send(body);
    });
  }

  function problem(xhr) {
    try {
      return JSON.parse(xhr.responseText).detail;
    } catch (e) {
      return 'the controller answered ' + xhr.status;
    }
  }

  // --- what is shown

  function words() {
    if (cancelled) return flying.size > 0 ? 'Cancelling' : 'Cancelled';
    if (flying.size === 0) return failed.length > 0 ? 'Not everything arrived' : 'Done';
    return sent >= total && total > 0 ? 'Storing' : 'Uploading';
  }

  function show() {
    by('upload-words').textContent = words();
    const seconds = (performance.now() - began) / 1000;
    const speed = seconds > 1 && flying.size > 0 ? ', ' + human(sent / seconds) + '/s' : '';
    by('upload-numbers').textContent =
      stored + ' of ' + files + ' files, ' + human(sent) + ' of ' + human(total) + speed;
    by('upload-progress').value = total === 0 ? 0 : Math.floor(1000 * sent / total);
    by('upload-cancel').hidden = flying.size === 0;
    by('upload-retry').hidden = failed.length === 0 || flying.size > 0;
    const list = by('upload-failed');
    list.replaceChildren();
    for (const job of failed.slice(0, 20)) {
      const line = document.createElement('li');
      const more = job.items.length > 1 ? ' and ' + (job.items.length - 1) + ' more' : '';
      line.textContent = job.items[0].path + more + ': ' + job.error;
      list.append(line);
    }
  }

  function ended() {
    by('upload-said').textContent = words() + ', ' + by('upload-numbers').textContent;
    if (failed.length === 0 && stored > 0) window.location.reload();
  }

  function retry() {
    const again = failed;
    failed = [];
    cancelled = false;
    began = performance.now();
    waiting.push(...again);
    pump();
  }

  function cancel() {
    cancelled = true;
    for (const job of waiting) { job.error = 'cancelled'; failed.push(job); }
    waiting = [];
    for (const job of flying) if (job.xhr) job.xhr.abort();
    show();
  }

  by('upload-cancel').addEventListener('click', cancel);
  by('upload-retry').addEventListener('click', retry);
  for (const button of root.querySelectorAll('[data-choose]')) {
    button.addEventListener('click', () => by(button.dataset.choose).click());
  }
  by('upload-files').addEventListener('change', (event) => {
    add([...event.target.files].map((file) => ({ path: file.name, file })));
    event.target.value = '';
  });
  by('upload-folder').addEventListener('change', (event) => {
    add(withoutRoot([...event.target.files].map((file) => ({ path: file.webkitRelativePath, file }))));
    event.target.value = '';
  });
  for (const type of ['dragenter', 'dragover']) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  }
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    dropped(event.dataTransfer).then(add, (e) => {
      by('upload-state').hidden = false;
      by('upload-words').textContent = 'What was dropped cannot be read: ' + e.message;
    });
  });
  window.addEventListener('beforeunload', (event) => {
    if (flying.size > 0) event.preventDefault();
  });
})();
