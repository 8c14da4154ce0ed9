// Signs in by the one-time link whose secret is the fragment of the address, and goes on to the pages.
const said = document.getElementById('said');
const secret = location.hash.slice(1);
// Out of the address bar and the history.
history.replaceState(null, '', location.pathname);
try {
  const answer = await fetch('/api/v1/session/demo', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ secret }),
  });
  const body = await answer.json();
  if (answer.ok) {
    const pages = await fetch('/', { method: 'HEAD', headers: { Accept: 'text/html' } });
    location.replace(pages.ok ? '/' : body.fallback);
  } else {
    said.textContent = `${body.detail} Stop the demo and start it again: it prints a new link.`;
  }
} catch {
  said.textContent = 'The server did not answer; is the demo still running?';
}
