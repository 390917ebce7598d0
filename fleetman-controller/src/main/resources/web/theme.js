// Light or dark as the system says, or as this browser's user chose; runs before the page is drawn, so that nothing flashes.
(() => {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const system = () => (dark.matches ? 'dark' : 'light');
  const chosen = () => {
    try {
      return localStorage.getItem('fleetman-theme');
    } catch {
      return null; // storage is forbidden: the system decides
    }
  };
  const apply = () => document.documentElement.setAttribute('data-bs-theme', chosen() ?? system());
  apply();
  dark.addEventListener('change', apply);
  window.fleetmanTheme = {
    toggle() {
      const next = (chosen() ?? system()) === 'dark' ? 'light' : 'dark';
      try {
        if (next === system()) localStorage.removeItem('fleetman-theme');
        else localStorage.setItem('fleetman-theme', next);
      } catch {
        // it holds until the next page
      }
      document.documentElement.setAttribute('data-bs-theme', next);
    },
  };
})();
