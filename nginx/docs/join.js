// Takes the token from behind the #, which no server sees, keeps it for this tab as /docs/ does, and says what to do next.
const $ = (id) => document.getElementById(id);

const given = new URLSearchParams(location.hash.slice(1)).get('token');
if (given) sessionStorage.setItem('token', given);
$('code').value = location.pathname.split('/')[2] ?? '';
// Out of the address bar and of the history, where others may look.
history.replaceState(null, '', '/join');
const token = given ?? sessionStorage.getItem('token');

async function ask(path, method = 'GET') {
  const answer = await fetch(`/api/v1${path}`, { method, headers: { Authorization: `Bearer ${token}` } });
  const { data, error } = await answer.json();
  if (error) throw new Error(error.message);
  return data;
}

$('copy').onclick = async () => {
  try {
    await navigator.clipboard.writeText(token);
    $('copied').textContent = 'Copied.';
  } catch {
    // Without https browsers keep the clipboard to themselves.
    $('copied').textContent = token;
  }
};

$('invite').onsubmit = async (event) => {
  event.preventDefault();
  const code = $('code').value.trim().split('/').filter(Boolean).pop();
  if (!code) return;
  try {
    const { campaign_name: name } = await ask(`/invites/${encodeURIComponent(code)}`);
    const { role } = await ask(`/invites/${encodeURIComponent(code)}/accept`, 'POST');
    $('joined').textContent = `You are in ${name ?? 'the campaign'}, as ${role}.`;
  } catch (error) {
    $('joined').textContent = error.message;
  }
};

try {
  if (!token) throw new Error('This tab has no token: open your own join link in it first (tabardctl user add NAME), then the invite.');
  $('who').textContent = `You are ${(await ask('/me')).display_name}.`;
  $('next').hidden = false;
} catch (error) {
  $('who').textContent = error.message;
}
