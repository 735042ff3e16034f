//! Changes of one file → events.

use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::Instant;

use notify::event::{AccessKind, AccessMode};
use notify::{Event as Notice, EventKind, RecursiveMode, Watcher};

use super::Event;
use crate::cli::trouble::Trouble;

/// Watches the folder of the file: an editor that replaces the file by renaming another would be lost from sight.
pub fn watch(file: &Path, sender: Sender<Event>) -> Result<impl Watcher + use<>, Trouble> {
    let refused = |error: notify::Error| Trouble::io("watch", file, error);
    let name = file.file_name().map(ToOwned::to_owned);
    let mut watcher = notify::recommended_watcher(move |notice: notify::Result<Notice>| {
        let Ok(notice) = notice else { return };
        if is_change(notice.kind)
            && notice
                .paths
                .iter()
                .any(|path| path.file_name() == name.as_deref())
        {
            // When nobody listens any more, dev is about to end.
            let _ = sender.send(Event::Changed(Instant::now()));
        }
    })
    .map_err(refused)?;
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    watcher
        .watch(folder, RecursiveMode::NonRecursive)
        .map_err(refused)?;
    Ok(watcher)
}

/// Our own reading is told as well, and must not make us read again.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        EventKind::Any
        | EventKind::Create(_)
        | EventKind::Modify(_)
        | EventKind::Remove(_)
        | EventKind::Other => true,
    }
}
