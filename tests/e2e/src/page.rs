//! Finding by role and accessible name inside the page: a small, readable part of the accessible-name computation, enough
//! for the names of `interface-names.md`.

/// Defines `find(role, name, within)`: the first visible element of that role whose name matches (`=exact`, `^prefix`, `*any`).
pub const FIND: &str = r#"
const implicit = element => {
  const tag = element.tagName.toLowerCase();
  if (element.hasAttribute('role')) return element.getAttribute('role').split(' ')[0];
  if (tag === 'a') return element.hasAttribute('href') ? 'link' : '';
  if (tag === 'input') {
    const type = (element.getAttribute('type') || 'text').toLowerCase();
    return { checkbox: 'checkbox', radio: 'radio', search: 'searchbox', button: 'button', submit: 'button', password: 'password' }[type]
      || (element.hasAttribute('list') ? 'combobox' : 'textbox');
  }
  return { button: 'button', textarea: 'textbox', select: 'combobox', nav: 'navigation', main: 'main', form: 'form', dialog: 'dialog',
    article: 'article', aside: 'complementary', h1: 'heading', h2: 'heading', h3: 'heading', hr: 'separator', section: 'region',
    progress: 'progressbar', option: 'option', ul: 'list', ol: 'list', li: 'listitem', img: 'img', output: 'status' }[tag] || '';
};
// What an element holds names it only in these roles: a status or an article has no name but one that is given to it.
const byContent = ['button', 'cell', 'checkbox', 'columnheader', 'heading', 'link', 'menuitem', 'option', 'radio', 'row', 'tab'];
const squeeze = text => (text || '').replace(/\s+/g, ' ').trim();
const nameOf = element => {
  const by = element.getAttribute('aria-labelledby');
  if (by) return squeeze(by.split(/\s+/).map(id => (document.getElementById(id) || {}).textContent).join(' '));
  if (element.hasAttribute('aria-label')) return squeeze(element.getAttribute('aria-label'));
  if (element.labels && element.labels.length) return squeeze(element.labels[0].textContent);
  if (element.hasAttribute('alt')) return squeeze(element.getAttribute('alt'));
  const own = byContent.includes(implicit(element)) ? squeeze(element.textContent) : '';
  return own || squeeze(element.getAttribute('title'));
};
const visible = element => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
const matches = (text, name) => name[0] === '=' ? text === name.slice(1) : name[0] === '^' ? text.startsWith(name.slice(1)) : name[0] === '~'
  ? text.includes(name.slice(1)) : true;
// What lies under an open dialog is out of reach, for a person too.
const reach = () => { const open = [...document.querySelectorAll('dialog[open]')].pop(); return open ? [open, ...open.querySelectorAll('*')] : [...document.querySelectorAll('*')]; };
const all = (role, name) => reach()
  .filter(element => implicit(element) === role && visible(element) && matches(nameOf(element), name));
"#;
