// Line numbers beside a text, what is wrong beside its line while one types, and a tab that indents.
(() => {
  for (const editor of document.querySelectorAll('[data-editor]')) {
    const area = editor.querySelector('textarea');
    const gutter = editor.querySelector('.editor-lines');
    const checks = editor.dataset.check ? document.getElementById(editor.dataset.check) : null;
    let count = -1;
    let timer = null;
    let asked = 0;

    function numbers() {
      const lines = area.value.split('\n').length;
      if (lines === count) return;
      count = lines;
      gutter.replaceChildren();
      for (let i = 1; i <= lines; i++) {
        const line = document.createElement('div');
        line.textContent = i;
        gutter.append(line);
      }
    }

    function mark() {
      for (const line of gutter.children) {
        line.className = '';
        line.removeAttribute('title');
      }
      if (!checks) return;
      for (const problem of checks.querySelectorAll('[data-line]')) {
        const line = gutter.children[Number(problem.dataset.line) - 1];
        if (line) {
          line.className = 'wrong';
          line.title = problem.textContent.trim();
        }
      }
      area.setAttribute('aria-invalid', String(checks.querySelector('[data-line]') !== null));
    }

    async function check() {
      const mine = ++asked;
      const form = new URLSearchParams(new FormData(area.form));
      const answer = await fetch(editor.dataset.checkUrl, { method: 'POST', body: form }).catch(() => null);
      if (mine !== asked || !answer || !answer.ok) return;
      const shown = new DOMParser().parseFromString(await answer.text(), 'text/html');
      checks.replaceChildren(...shown.body.childNodes);
      mark();
    }

    area.addEventListener('input', () => {
      numbers();
      if (checks) {
        clearTimeout(timer);
        timer = setTimeout(check, 350);
      }
    });
    area.addEventListener('scroll', () => { gutter.scrollTop = area.scrollTop; });
    // Escape first, then Tab leaves the text: nobody is caught in it.
    let leaves = false;
    area.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') leaves = true;
      else if (event.key === 'Tab' && !event.shiftKey && !leaves) {
        event.preventDefault();
        area.setRangeText('  ', area.selectionStart, area.selectionEnd, 'end');
        area.dispatchEvent(new Event('input', { bubbles: true }));
      } else if (event.key !== 'Tab') leaves = false;
    });
    area.addEventListener('blur', () => { leaves = false; });
    if (checks) {
      checks.addEventListener('click', (event) => {
        const problem = event.target.closest('[data-line]');
        if (!problem) return;
        const lines = area.value.split('\n');
        const at = lines.slice(0, Number(problem.dataset.line) - 1).join('\n').length + (problem.dataset.line > 1 ? 1 : 0);
        area.focus();
        area.setSelectionRange(at, at + (lines[Number(problem.dataset.line) - 1] || '').length);
      });
    }
    numbers();
    mark();
  }
})();
