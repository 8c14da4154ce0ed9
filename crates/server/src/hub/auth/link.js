// Sets the password by the one-time link whose secret is the fragment of the address.
const form = document.getElementById('form');
const said = document.getElementById('said');
const secret = location.hash.slice(1);
// Out of the address bar and the history.
history.replaceState(null, '', location.pathname);
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const password = form.password.value;
  if (password !== form.again.value) {
    said.textContent = 'The two are not the same.';
    return;
  }
  try {
    const answer = await fetch('/api/v1/links/redeem', {
      method: 'POST',
      // Whoever is signed in here is not who the link is for: without this the session would vouch for the change.
      credentials: 'omit',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ secret, password }),
    });
    const body = await answer.json();
    if (answer.ok) {
      form.hidden = true;
      said.textContent = `The password of ${body.name} is set. Sign in with it.`;
    } else {
      said.textContent = [body.detail, ...(body.faults ?? []).map((fault) => fault.detail)].join(' ');
    }
  } catch {
    said.textContent = 'The server did not answer; the link is not used up. Try again.';
  }
});
