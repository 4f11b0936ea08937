// Makes public/emoji.json, the table of emoji short names the client fetches when it first needs one.
//
//   npm pack emoji-datasource@6.1.1 gemoji@8.1.0        (both MIT)
//   tar xzf emoji-datasource-6.1.1.tgz --one-top-level=datasource
//   tar xzf gemoji-8.1.0.tgz --one-top-level=gemoji
//   node scripts/emoji.mjs datasource/package gemoji/package public
//
// The version is the one whose names a Mattermost 11 server accepts; gemoji adds the names many
// people know from elsewhere (man_technologist). A row is [characters, "names", 1 when it takes a
// skin tone]; the first name is the one shown. Toned emoji follow from a rule, see
// crates/mm-core/src/text/emoji_table.rs.

import {readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const [datasource, gemojiFolder, out] = process.argv.slice(2);
if (!out) {
    console.error('usage: node scripts/emoji.mjs <emoji-datasource folder> <gemoji folder> <output folder>');
    process.exit(1);
}

const entries = JSON.parse(readFileSync(join(datasource, 'emoji.json'), 'utf8'));
const {nameToEmoji} = await import(pathToFileURL(resolve(gemojiFolder, 'index.js')));

const characters = (unified) => String.fromCodePoint(...unified.split('-').map((code) => parseInt(code, 16)));
const bare = (text) => text.replaceAll('\u{fe0f}', '');

const taken = new Set(entries.flatMap((entry) => entry.short_names));
const more = new Map();
for (const [name, emoji] of Object.entries(nameToEmoji)) {
    if (!taken.has(name) && /^[a-z0-9_+-]+$/.test(name)) {
        more.set(bare(emoji), [...(more.get(bare(emoji)) ?? []), name]);
    }
}

const categories = new Map();
for (const entry of entries.sort((a, b) => a.sort_order - b.sort_order)) {
    const text = characters(entry.unified);
    const names = [...new Set([...entry.short_names, ...(more.get(bare(text)) ?? [])])];
    const row = entry.skin_variations ? [text, names.join(' '), 1] : [text, names.join(' ')];
    categories.set(entry.category, [...(categories.get(entry.category) ?? []), row]);
}

const table = {
    notice: 'Names from emoji-datasource 6.1.1 and gemoji 8.1.0, MIT; see emoji.LICENSE.txt',
    categories: [...categories],
};
writeFileSync(join(out, 'emoji.json'), JSON.stringify(table) + '\n');
const licences = [join(datasource, 'LICENSE'), join(gemojiFolder, 'license')];
const texts = licences.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim());
writeFileSync(join(out, 'emoji.LICENSE.txt'), `emoji-datasource\n\n${texts[0]}\n\n\ngemoji\n\n${texts[1]}\n`);
