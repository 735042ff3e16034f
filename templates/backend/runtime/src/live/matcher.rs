//! What one caller is told of a class by one query: which objects, which changes of them, and how much of each.

use super::EventKind;
use super::lens::Lens;
use crate::access::Caller;
use crate::class::ClassDef;
use crate::query::{Filter, Key, Others, Shape};
use crate::wire::Object;
use std::borrow::Cow;

/// A query as it is for whoever asks, with all that binds him. Those who ask the same and may see the same share one.
#[derive(Debug)]
pub(crate) struct Matcher {
    pub class: &'static ClassDef,
    pub caller: Caller,
    /// What he may see; `filter` has it too.
    pub allowed: Filter,
    /// What he asks for and may see.
    pub filter: Filter,
    pub lens: Lens,
    /// Where it is not empty, an update is due only where one of these has changed.
    pub watch: Option<Vec<Key>>,
    pub finish: Option<Finish>,
}

/// What is still to be done to an event when it is sent.
#[derive(Debug)]
pub(crate) struct Finish {
    pub shape: Shape,
    /// The user's own code goes over what is found.
    pub hooked: bool,
}

/// An object as it was or is, as one caller sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sight {
    pub visible: bool,
    /// Whether the query finds it; it never finds what is not visible.
    pub matches: bool,
}

impl Matcher {
    /// One that finds nothing and tells nothing.
    pub(super) fn blind(class: &'static ClassDef, caller: Caller) -> Self {
        Self {
            class,
            caller,
            allowed: Filter::Always(false),
            filter: Filter::Always(false),
            lens: Lens::bare(),
            watch: None,
            finish: None,
        }
    }

    /// `None` where it depends on objects that are not known yet.
    pub(super) fn sight(&self, object: &Object, others: &dyn Others) -> Option<Sight> {
        let holds = |filter: &Filter| filter.holds_among(self.class, object, others);
        if holds(&self.filter)? {
            return Some(Sight {
                visible: true,
                matches: true,
            });
        }
        Some(Sight {
            visible: holds(&self.allowed)?,
            matches: false,
        })
    }

    /// Whether an update is worth an event.
    pub(super) fn watches(&self, before: &Object, after: &Object) -> bool {
        self.watch.as_ref().is_none_or(|watch| {
            let has_changed =
                |key: &Key| key.value(self.class, before) != key.value(self.class, after);
            watch.iter().any(has_changed)
        })
    }
}

/// One of the two images of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    Before,
    After,
}

/// What of a change is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub kind: EventKind,
    object: Side,
    /// The object may not be seen any more: that it is gone is all that is told.
    is_bare: bool,
    original: bool,
}

/// What is told of an object that was so and is so now; nothing where the query finds neither.
pub(crate) fn told(before: Option<Sight>, after: Option<Sight>) -> Option<Told> {
    let is = |sight: Option<Sight>, what: fn(Sight) -> bool| sight.is_some_and(what);
    let matches = |sight| is(sight, |sight| sight.matches);
    let visible = |sight| is(sight, |sight| sight.visible);
    let told = |kind| Told {
        kind,
        object: Side::After,
        is_bare: false,
        original: before.is_some() && visible(before),
    };
    Some(match (matches(before), matches(after)) {
        (false, false) => return None,
        (false, true) if before.is_none() => told(EventKind::Create),
        (false, true) => told(EventKind::Enter),
        (true, true) => told(EventKind::Update),
        (true, false) if after.is_none() => Told {
            object: Side::Before,
            original: false,
            ..told(EventKind::Delete)
        },
        (true, false) if visible(after) => told(EventKind::Leave),
        (true, false) => Told {
            object: Side::Before,
            is_bare: true,
            ..told(EventKind::Leave)
        },
    })
}

impl Told {
    /// The object, and the original where it is told, each through its lens.
    pub(crate) fn texts<'l>(self, lens: &'l Lens) -> impl Iterator<Item = (Side, Cow<'l, Lens>)> {
        let object = if self.is_bare {
            Cow::Owned(Lens::bare())
        } else {
            Cow::Borrowed(lens)
        };
        let original = (Side::Before, Cow::Borrowed(lens));
        std::iter::once((self.object, object)).chain(self.original.then_some(original))
    }
}
