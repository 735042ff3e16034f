//! The webhooks that are registered, for requests to look up without a query.

use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// What a webhook is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Trigger {
    BeforeSave,
    AfterSave,
    BeforeDelete,
    AfterDelete,
}

/// One webhook, as an administrator registers it.
#[derive(Clone, Debug)]
pub(crate) enum Hook {
    Function {
        name: String,
        url: String,
    },
    Trigger {
        class: &'static str,
        trigger: Trigger,
        url: String,
    },
}

/// The URLs of a class, by what they are asked about.
pub(crate) type Triggers = HashMap<Trigger, String>;

/// All webhooks.
#[derive(Default)]
pub(crate) struct Registry {
    functions: HashMap<String, String>,
    triggers: HashMap<&'static str, Arc<Triggers>>,
}

impl Trigger {
    const ALL: [Self; 4] = [
        Self::BeforeSave,
        Self::AfterSave,
        Self::BeforeDelete,
        Self::AfterDelete,
    ];

    /// As Parse calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::BeforeSave => "beforeSave",
            Self::AfterSave => "afterSave",
            Self::BeforeDelete => "beforeDelete",
            Self::AfterDelete => "afterDelete",
        }
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trigger| trigger.name() == name)
    }
}

impl Registry {
    pub(crate) fn new(hooks: impl IntoIterator<Item = Hook>) -> Self {
        let mut functions = HashMap::new();
        let mut triggers: HashMap<_, Triggers> = HashMap::new();
        for hook in hooks {
            match hook {
                Hook::Function { name, url } => _ = functions.insert(name, url),
                Hook::Trigger {
                    class,
                    trigger,
                    url,
                } => _ = triggers.entry(class).or_default().insert(trigger, url),
            }
        }
        let triggers = triggers.into_iter();
        Self {
            functions,
            triggers: triggers
                .map(|(class, urls)| (class, Arc::new(urls)))
                .collect(),
        }
    }

    pub(crate) fn function(&self, name: &str) -> Option<&str> {
        self.functions.get(name).map(String::as_str)
    }

    pub(crate) fn triggers(&self, class: &str) -> Option<&Arc<Triggers>> {
        self.triggers.get(class)
    }
}

impl Hook {
    /// Whether it is asked about the same as another.
    pub(crate) fn is_for_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Function { name, .. }, Self::Function { name: other, .. }) => name == other,
            (
                Self::Trigger { class, trigger, .. },
                Self::Trigger {
                    class: other_class,
                    trigger: other,
                    ..
                },
            ) => class == other_class && trigger == other,
            _ => false,
        }
    }

    pub(crate) fn is_function(&self) -> bool {
        matches!(self, Self::Function { .. })
    }
}

/// As Parse answers it.
impl From<&Hook> for Value {
    fn from(hook: &Hook) -> Self {
        match hook {
            Hook::Function { name, url } => json!({"functionName": name, "url": url}),
            Hook::Trigger {
                class,
                trigger,
                url,
            } => json!({"className": class, "url": url, "triggerName": trigger.name()}),
        }
    }
}
