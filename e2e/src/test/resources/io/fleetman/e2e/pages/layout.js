// What a page's reader would stumble over: wider than the window, cut off, out of its box, on top of something else.
() => {
  const SLACK = 2;
  const found = [];
  const say = (what, element) => {
    if (found.length < 5) found.push(what + ': ' + element.outerHTML.replace(/\s+/g, ' ').slice(0, 140));
  };
  const style = new Map();
  const styleOf = (element) => {
    if (!style.has(element)) style.set(element, getComputedStyle(element));
    return style.get(element);
  };
  const hides = (element) => styleOf(element).overflowX !== 'visible' || styleOf(element).overflowY !== 'visible';
  const seen = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true })
    && !element.closest('.visually-hidden, .visually-hidden-focusable, [aria-hidden=true].editor-lines, #reference');

  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > most) {
    const wide = [...document.querySelectorAll('main *, header *')]
      .find((e) => !e.closest('.sections') && e.getBoundingClientRect().right > most + 1);
    say('wider than the window', wide || document.body);
  }

  // The part of a box that is not hidden by what scrolls or clips around it.
  function shown(box, holder) {
    let { left, top, right, bottom } = box;
    for (let e = holder; e && e !== document.body; e = e.parentElement) {
      if (styleOf(e).position === 'fixed') break;
      if (hides(e)) {
        const b = e.getBoundingClientRect();
        left = Math.max(left, b.left); right = Math.min(right, b.right);
        top = Math.max(top, b.top); bottom = Math.min(bottom, b.bottom);
      }
    }
    return right - left > 1 && bottom - top > 1 ? { left, top, right, bottom } : null;
  }

  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.matches('script, style, option, textarea, noscript') || !seen(element)) continue;
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      const box = shown(rect, element);
      if (box) boxes.push({ box, element, text: true });
    }
    // Text that is cut must be there whole in a title; what scrolls is not cut.
    for (let e = element; e && e !== document.body; e = e.parentElement) {
      const s = styleOf(e);
      if (s.display === 'inline') continue;
      const scrolls = s.overflowX === 'auto' || s.overflowX === 'scroll';
      if (scrolls) break;
      if (e.scrollWidth > e.clientWidth + SLACK && e.clientWidth > 0 && !e.closest('[title]') && s.position !== 'absolute'
        && (s.overflowX === 'hidden' || s.overflowX === 'clip' || e.matches('.card, .btn, .badge, td, th, dd, summary'))) {
        say(s.overflowX === 'visible' ? 'out of its box' : 'cut off', e);
        break;
      }
      if (e.matches('.card, td, th')) break;
    }
  }
  for (const element of document.querySelectorAll('input:not([type=hidden]), select, textarea, .btn, progress, svg.icon, img')) {
    if (!seen(element) || element.type === 'radio') continue;
    const box = shown(element.getBoundingClientRect(), element.parentElement);
    if (box) boxes.push({ box, element, text: false });
  }

  boxes.sort((a, b) => a.box.top - b.box.top);
  const related = (a, b) => a === b || a.contains(b) || b.contains(a);
  const floats = (e) => e.closest('dialog, .menu-list, .sticky');
  for (let i = 0; i < boxes.length && found.length < 5; i++) {
    for (let j = i + 1; j < boxes.length && boxes[j].box.top < boxes[i].box.bottom; j++) {
      const a = boxes[i];
      const b = boxes[j];
      if (related(a.element, b.element) || floats(a.element) !== floats(b.element)) continue;
      // A progress bar's and a list's own parts lie within each other; lines of text may touch.
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (across > SLACK && down > 4) {
        say('over each other', a.element);
        say('and', b.element);
        break;
      }
    }
  }
  return found.join(' | ');
}
