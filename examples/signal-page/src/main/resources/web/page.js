// What others wrote is put in as text, never as markup.
const list = document.getElementById('signals');
const signals = await (await fetch('signals.json')).json();
for (const { at, source, kind, repo, subject } of signals) {
  const item = document.createElement('li');
  item.textContent = [at, source, kind, repo, subject].filter(Boolean).join(' · ');
  list.append(item);
}
if (signals.length === 0) list.textContent = 'Nothing was heard yet.';
