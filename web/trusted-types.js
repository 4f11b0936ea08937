// The only Trusted Types policy of the page (docs/adr/0009-loader-and-policies.md).
//
// The framework makes constant parts of a view by parsing a string once. Those strings come from our
// own source, so they are plain: known elements, quoted attributes, no script, no address but a
// fragment. Anything else is refused here, whoever wrote it.

const ELEMENTS =
  'a|abbr|article|aside|b|bdi|br|button|caption|code|col|colgroup|dd|del|details|div|dl|dt|em|fieldset|' +
  'figcaption|figure|footer|h[1-6]|header|hr|i|input|ins|kbd|label|legend|li|main|mark|nav|ol|optgroup|' +
  'option|output|p|pre|progress|q|s|samp|section|select|small|span|strong|sub|summary|sup|table|tbody|td|' +
  'textarea|tfoot|th|thead|time|tr|u|ul|var|wbr|' +
  'svg|g|path|circle|ellipse|line|polyline|polygon|rect|symbol|use|title|desc|defs|mask|clipPath';
const PLAIN = '(?!on|src|style|action|formaction|href|xlink|ping|background)[a-zA-Z][\\w:.-]*(?:="[^"<>]*")?';
const FRAGMENT = '(?:xlink:)?href="#[\\w-]*"';
const TEMPLATE = new RegExp(
  `^(?:[^<>]|<(?:${ELEMENTS})(?:\\s+(?:${FRAGMENT}|${PLAIN}))*\\s*/?>|</(?:${ELEMENTS})>|<!-*>)*$`,
);

globalThis.trustedTypes?.createPolicy('default', {
  createHTML(text) {
    if (!TEMPLATE.test(text)) {
      throw new TypeError('Trusted Types: not one of the constant templates of this page');
    }
    return text;
  },
  createScriptURL(text) {
    if (text !== new URL('service-worker.js', import.meta.url).href) {
      throw new TypeError('Trusted Types: not the worker of this page');
    }
    return text;
  },
});
