// Sets the password by the one-time link whose secret is the fragment of the address, in the first of the browser's languages
// that there is: who follows the link has no account yet that could say one.
const WORDS = {
  en: {
    title: 'Set a password',
    rule: 'At least 12 characters; a few words in a row do well. This link works once.',
    password: 'New password',
    again: 'The same again',
    send: 'Set the password',
    differ: 'The two are not the same.',
    short: 'At least 12 characters.',
    none: 'The address is not whole: it ends with a secret after “#”. Open the link as it was sent, or ask for a new one.',
    done: (name) => `The password of ${name} is set.`,
    onward: 'Sign in with it',
    refused: 'It was not set.',
    lost: 'The server did not answer; the link is not used up. Try again.',
  },
  fr: {
    title: 'Définir un mot de passe',
    rule: 'Au moins 12 caractères ; quelques mots à la suite conviennent. Ce lien ne sert qu’une fois.',
    password: 'Nouveau mot de passe',
    again: 'Le même encore une fois',
    send: 'Définir le mot de passe',
    differ: 'Les deux ne sont pas identiques.',
    short: 'Au moins 12 caractères.',
    none: 'L’adresse n’est pas entière : elle se termine par un secret après « # ». Ouvrez le lien tel qu’il a été envoyé, ou demandez-en un autre.',
    done: (name) => `Le mot de passe de ${name} est défini.`,
    onward: 'Se connecter avec lui',
    refused: 'Il n’a pas été défini.',
    lost: 'Le serveur n’a pas répondu ; le lien n’est pas consommé. Réessayez.',
  },
  de: {
    title: 'Passwort setzen',
    rule: 'Mindestens 12 Zeichen; einige Wörter hintereinander eignen sich gut. Dieser Link gilt einmal.',
    password: 'Neues Passwort',
    again: 'Dasselbe noch einmal',
    send: 'Passwort setzen',
    differ: 'Die beiden sind nicht gleich.',
    short: 'Mindestens 12 Zeichen.',
    none: 'Die Adresse ist nicht vollständig: sie endet mit einem Geheimnis nach „#“. Öffnen Sie den Link so, wie er gesendet wurde, oder bitten Sie um einen neuen.',
    done: (name) => `Das Passwort von ${name} ist gesetzt.`,
    onward: 'Damit anmelden',
    refused: 'Es wurde nicht gesetzt.',
    lost: 'Der Server hat nicht geantwortet; der Link ist nicht verbraucht. Versuchen Sie es erneut.',
  },
};
const language = navigator.languages.map((one) => one.slice(0, 2)).find((one) => one in WORDS) ?? 'en';
const words = WORDS[language];
document.documentElement.lang = language;
document.title = `${words.title} – Ostrakon`;
for (const one of document.querySelectorAll('[data-says]')) one.textContent = words[one.dataset.says];

const form = document.getElementById('form');
const said = document.getElementById('said');
const secret = location.hash.slice(1);
// Out of the address bar and the history.
history.replaceState(null, '', location.pathname);

function fault(field, text) {
  field.setAttribute('aria-invalid', 'true');
  said.textContent = `▲ ${text}`;
  field.focus();
}

if (!secret) said.textContent = `▲ ${words.none}`;
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  for (const one of [form.password, form.again]) one.removeAttribute('aria-invalid');
  const password = form.password.value;
  if ([...password].length < 12) return fault(form.password, words.short);
  if (password !== form.again.value) return fault(form.again, words.differ);
  try {
    const answer = await fetch('/api/v1/links/redeem', {
      method: 'POST',
      // Whoever is signed in here is not who the link is for: without this the session would vouch for the change.
      credentials: 'omit',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': language },
      body: JSON.stringify({ secret, password }),
    });
    const body = await answer.json();
    if (answer.ok) {
      form.hidden = true;
      said.textContent = `${words.done(body.name)} `;
      const onward = document.createElement('a');
      onward.href = '/';
      onward.textContent = words.onward;
      said.append(onward);
    } else {
      const why = [body.detail, ...(body.faults ?? []).map((one) => one.detail)];
      said.textContent = [`▲ ${words.refused}`, ...new Set(why)].join(' ');
    }
  } catch {
    said.textContent = `▲ ${words.lost}`;
  }
});
