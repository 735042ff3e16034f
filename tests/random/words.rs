//! Names and prose that break generators: words of languages, letters of scripts, marks of formats.

/// May be the name of a class or a field: words of languages, databases and formats; types, modules and members that
/// emitted code has from elsewhere; names that meet in some casing; letters that are not ASCII. Many are several of these.
const NAMES: &str = "\
    type, Type, self, Self, super, crate, async, await, dyn, gen, try, union, box, loop, match, \
    move, ref, static, default, Default, class, Class, enum, function, interface, import, \
    operator, delete, new, New, null, undefined, true, false, None, Some, def, lambda, end, \
    fun, val, var, let, package, private, protected, constructor, prototype, toString, \
    hashCode, description, init, order, Order, select, group, table, index, key, primary, \
    references, where, rowid, oid, sqlite_sequence, values, limit, user, version, null value, \
    Result, Option, Vec, String, Box, Error, Ok, Err, Id, Ref, Wire, Value, Object, Column, \
    Change, Timestamp, Acl, File, Bytes, Relation, GeoPoint, Polygon, Schema, Hooks, Tx, Save, \
    Access, Principal, Format, Transition, Direction, OnDelete, ClassDef, FieldDef, Iterator, \
    Clone, Debug, PartialEq, Send, Sync, Drop, Fn, u8, i64, f64, str, bool, choose, invalid, \
    name_of, CLASS, SCHEMA, DEF, ALL, runtime, std, core, alloc, mod, lib, main, hooks, \
    generated, con, CON, aux, nul, prn, com1, README, prelude, serde, tokio, test, id, \
    object_id, ObjectId, created_at, CreatedAt, acl, Acl, className, where, count, keys, \
    include, skip, orderId, order_id, OrderID, order-id, order id, ORDER_ID, orderID2, \
    order_id_2, orderId_2, a1, A1, a_1, a-1, x, X, item, items, Item, Items, status, \
    OrderStatus, NewOrder, OrderPatch, NewNewOrder, OrderItem, OrderItems, orderPatchPatch, \
    Straße, Strasse, naïve, Ünïcödé, 注文, 订单, заказ, طلب, ὀρθός, İstanbul, ıstanbul, ǅ, ½, ², \
    1st, 2fa, 99, 0, a, é, ﬁ, Ⅷ, ßß, \
    Lorem ipsum dolor sit amet consectetur adipiscing elit sed do 1, \
    a_very_long_name_that_has_as_many_bytes_as_a_database_takes_63b, a  b, a--b, a__b, a_, a-, \
    Z-_ -z";

pub fn names() -> Vec<&'static str> {
    NAMES.split(", ").collect()
}

/// May be a value of an `enum`, too.
pub const ODD_VALUES: &[&str] = &[
    "",
    " ",
    "½",
    "*/",
    "`",
    "\"",
    "\\",
    "|",
    "{{x}}",
    "{",
    "}",
    "${x}",
    "#{x}",
    "\n",
    "\r\n",
    "\t",
    "\u{0}",
    "💥",
    "-",
    "_",
    "+1",
    "-1",
    "1",
    "a,b",
    "a;b",
    "<b>",
    "&amp;",
    "%s",
    "'",
    "''",
    "--",
    "//",
    "/*",
    "$",
    "@",
    "#",
    "r#\"",
    "\u{202e}",
    "\u{feff}",
    "pending",
    "Pending",
    "PENDING",
    "in progress",
    "in-progress",
    "in_progress",
];

/// Goes into comments, documents, JSON and diagrams.
pub const PROSE: &[&str] = &[
    "One purchase, from checkout to delivery.",
    "*/",
    "/*",
    "//",
    "`",
    "```",
    "```rust\npanic!()\n```",
    "|",
    "a | b",
    "{{x}}",
    "{{{x}}}",
    "{{#if}}",
    "{",
    "}",
    "\"",
    "\"\"\"",
    "'",
    "\\",
    "\\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    "[link]",
    "[link](x)",
    "[`Order`]",
    "<b>",
    "<script>",
    "-->",
    "<!--",
    "#",
    "# Title",
    "- item",
    "1. item",
    "*",
    "_",
    "~~~",
    "$x$",
    "%%",
    ";",
    ":",
    "---",
    "💥",
    "ß",
    "\u{202e}",
    "\u{feff}",
    "\u{0}",
    "\u{7f}",
    "\u{2028}",
    "$ref",
    "#[doc]",
    "!",
    "&",
    "&lt;",
    "r#\"",
    "\"#",
    "@generated",
    "  two  spaces  ",
    "end.",
    "",
];

/// Regular expressions that hold in every dialect at hand.
pub const PATTERNS: &[&str] = &[
    "^[a-z]+$",
    "^\\d{3}-\\d{4}$",
    "\"",
    "\\\\",
    "`",
    "a*/",
    "\\|",
    "\\{\\{x\\}\\}",
    "^[^\"#]*$",
    "^(?:a|b)?$",
    "é",
    "\\.",
    "^$",
    "\"#",
];
