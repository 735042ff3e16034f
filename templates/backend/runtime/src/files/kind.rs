//! Extensions and content types: which belong together, and how far a browser may go with a file.

/// Extension and content type; of several extensions of one type the first is the one it is given. What is not here is
/// served as bytes that mean nothing. Scripts and style sheets are text, so that no page can be made to run them.
const KINDS: &[(&str, &str)] = &[
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("heic", "image/heic"),
    ("heif", "image/heif"),
    ("bmp", "image/bmp"),
    ("ico", "image/x-icon"),
    ("tiff", "image/tiff"),
    ("tif", "image/tiff"),
    ("svg", "image/svg+xml"),
    ("svgz", "image/svg+xml"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("aac", "audio/aac"),
    ("ogg", "audio/ogg"),
    ("oga", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("wav", "audio/wav"),
    ("flac", "audio/flac"),
    ("weba", "audio/webm"),
    ("mp4", "video/mp4"),
    ("m4v", "video/mp4"),
    ("mov", "video/quicktime"),
    ("webm", "video/webm"),
    ("ogv", "video/ogg"),
    ("mkv", "video/x-matroska"),
    ("avi", "video/x-msvideo"),
    ("3gp", "video/3gpp"),
    ("mpeg", "video/mpeg"),
    ("mpg", "video/mpeg"),
    ("txt", "text/plain"),
    ("log", "text/plain"),
    ("js", "text/plain"),
    ("mjs", "text/plain"),
    ("css", "text/plain"),
    ("csv", "text/csv"),
    ("md", "text/markdown"),
    ("ics", "text/calendar"),
    ("vcf", "text/vcard"),
    ("html", "text/html"),
    ("htm", "text/html"),
    ("shtml", "text/html"),
    ("xhtml", "application/xhtml+xml"),
    ("xht", "application/xhtml+xml"),
    ("xhtm", "application/xhtml+xml"),
    ("xml", "application/xml"),
    ("xml", "text/xml"),
    ("xsl", "application/xslt+xml"),
    ("xslt", "application/xslt+xml"),
    ("mhtml", "multipart/related"),
    ("mht", "multipart/related"),
    ("json", "application/json"),
    ("geojson", "application/geo+json"),
    ("pdf", "application/pdf"),
    ("rtf", "application/rtf"),
    ("zip", "application/zip"),
    ("gz", "application/gzip"),
    ("tar", "application/x-tar"),
    ("7z", "application/x-7z-compressed"),
    ("doc", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("ppt", "application/vnd.ms-powerpoint"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("epub", "application/epub+zip"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("wasm", "application/wasm"),
    ("apk", "application/vnd.android.package-archive"),
];

/// What is served of an extension.
pub(crate) fn content_type(extension: &str) -> &'static str {
    known_type(extension).unwrap_or("application/octet-stream")
}

fn known_type(extension: &str) -> Option<&'static str> {
    let found = KINDS.iter().find(|(known, _)| *known == extension);
    found.map(|(_, kind)| *kind)
}

/// The extension of a content type as a header has it, with parameters or without. Some type of XML is `xml`.
pub(crate) fn extension_of(content_type: &str) -> Option<&'static str> {
    let kind = essence(content_type);
    match KINDS.iter().find(|(_, known)| *known == kind) {
        Some((extension, _)) => Some(extension),
        None if kind.ends_with("+xml") => Some("xml"),
        None => None,
    }
}

/// Whether a content type that a client declares can be that of a file with this extension. Clients declare a type of
/// nothing in particular where they know no better, and of many formats there are several names; but a picture is no
/// document, and neither is a film.
pub(super) fn fits(extension: &str, declared: &str) -> bool {
    let declared = essence(declared);
    let vague = [
        "",
        "text/plain",
        "application/octet-stream",
        "application/x-www-form-urlencoded",
    ];
    match known_type(extension) {
        Some(kind) => vague.contains(&declared.as_str()) || sense(kind) == sense(&declared),
        None => true,
    }
}

/// What a type is perceived as.
fn sense(kind: &str) -> &'static str {
    match kind.split('/').next() {
        Some("image") => "seen",
        Some("audio" | "video") => "played",
        _ => "read",
    }
}

/// Whether a browser may show it in its place, instead of saving it.
pub(crate) fn is_shown(content_type: &str) -> bool {
    let kind = essence(content_type);
    sense(&kind) != "read" && kind != "image/svg+xml"
        || [
            "application/pdf",
            "application/json",
            "text/plain",
            "text/csv",
        ]
        .contains(&kind.as_str())
}

fn essence(content_type: &str) -> String {
    let kind = content_type.split(';').next().unwrap_or_default();
    kind.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_is_not_shown() {
        for (extension, kind) in KINDS {
            let active = ["html", "svg", "xml", "multipart"];
            if active.iter().any(|word| kind.contains(word)) && !kind.contains("openxml") {
                assert!(!is_shown(kind), "{extension}");
            }
        }
        assert!(is_shown("image/png") && is_shown("text/plain; charset=utf-8"));
        assert_eq!(content_type("js"), "text/plain");
        assert_eq!(content_type("swf"), "application/octet-stream");
    }

    #[test]
    fn types_have_extensions_whatever_their_case_and_parameters() {
        assert_eq!(extension_of("Image/JPEG"), Some("jpg"));
        assert_eq!(extension_of("text/html; charset=utf-8"), Some("html"));
        assert_eq!(extension_of("application/atom+xml"), Some("xml"));
        assert_eq!(extension_of("application/x-unheard-of"), None);
    }

    #[test]
    fn a_picture_is_no_document() {
        assert!(
            !fits("png", "application/pdf")
                && !fits("pdf", "image/png")
                && !fits("mp4", "image/gif")
        );
        assert!(fits("png", "text/plain") && fits("jpg", "image/png") && fits("ogg", "video/ogg"));
        assert!(fits("csv", "application/vnd.ms-excel") && fits("unheard", "image/png"));
    }
}
