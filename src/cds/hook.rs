//! The hooks that are served. A new hook is one line here and one file under `context/`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    context::{self, DraftOrders, HookContext, OpenChart},
    error::FieldError,
    field::Field,
    template::UserKind,
};

macro_rules! hooks {
    ($($(#[$doc:meta])* $name:ident, $wire:literal, $version:literal;)+) => {
        /// A moment in the clinician's work at which the client asks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Hook {
            $($(#[$doc])* #[serde(rename = $wire)] $name,)+
        }

        impl Hook {
            /// Every hook that is served.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $wire,)+ }
            }

            /// The published version of the hook's definition, for `hookVersion` in discovery.
            pub const fn version(self) -> &'static str {
                match self { $(Self::$name => $version,)+ }
            }
        }

        /// What the client tells about the moment; its shape is defined by the hook.
        #[derive(Clone)]
        pub enum Context<'a> {
            $($(#[$doc])* $name(context::$name<'a>),)+
        }

        impl<'a> Context<'a> {
            pub(crate) fn read(hook: Hook, field: &Field<'a>) -> Result<Self, FieldError> {
                match hook { $(Hook::$name => context::$name::read(field).map(Self::$name),)+ }
            }

            /// The hook that this is the context of.
            pub fn hook(&self) -> Hook {
                match self { $(Self::$name(_) => Hook::$name,)+ }
            }

            fn view(&self) -> &dyn HookContext<'a> {
                match self { $(Self::$name(context) => context,)+ }
            }
        }
    };
}

hooks! {
    /// A patient's record was opened.
    PatientView, "patient-view", "1.0";
    /// Orders were picked and are being filled in.
    OrderSelect, "order-select", "1.0";
    /// Orders are about to be signed.
    OrderSign, "order-sign", "1.0";
    /// An encounter begins.
    EncounterStart, "encounter-start", "1.0";
}

/// A hook that is not served; the text lists those that are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this hook is not served; known are {}", Hook::list())]
pub struct UnknownHook;

impl Hook {
    pub(crate) fn list() -> String {
        let names: Vec<_> = Self::ALL.iter().map(|hook| hook.as_str()).collect();
        names.join(", ")
    }
}

impl FromStr for Hook {
    type Err = UnknownHook;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.iter().copied();
        all.find(|hook| hook.as_str() == name).ok_or(UnknownHook)
    }
}

impl fmt::Display for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'a> Context<'a> {
    /// Whose chart is open, and who looks at it.
    pub fn chart(&self) -> &OpenChart<'a> {
        self.view().chart()
    }

    /// The patient's bare id.
    pub fn patient_id(&self) -> &str {
        &self.chart().patient_id
    }

    /// The user as `Type/id`; tolerated when missing.
    pub fn user_id(&self) -> Option<&str> {
        self.chart().user_id.as_deref()
    }

    /// The user's bare id, if the user is of that type: the value of `{{userPractitionerId}}` and its like.
    pub fn user_of(&self, kind: UserKind) -> Option<&str> {
        let user = context::type_and_id(self.user_id()?);
        let (user_type, id) = user.split_once('/')?;
        (user_type == kind.as_str()).then_some(id)
    }

    /// The encounter's bare id, if one is open.
    pub fn encounter_id(&self) -> Option<&str> {
        self.chart().encounter_id.as_deref()
    }

    /// The unsigned orders of the session. `None`: the hook has none, or the client did not send them.
    pub fn draft_orders(&self) -> Option<&DraftOrders<'a>> {
        self.view().draft_orders()
    }

    /// The orders in focus, as `Type/id` or, if the client says no more, by the id. Empty on every hook but order-select.
    pub fn selections(&self) -> &[String] {
        self.view().selections()
    }

    /// Whether this order, as `Type/id` or by an absolute URL, is among the [selections](Self::selections). Where a
    /// client selects by the bare id, any type will do.
    pub fn selected(&self, type_and_id: &str) -> bool {
        let wanted = context::type_and_id(type_and_id);
        let id = wanted.rsplit_once('/').map_or(wanted, |(_, id)| id);
        self.selections()
            .iter()
            .any(|selection| selection == wanted || selection == id)
    }

    /// A field as a prefetch token may name it: `patientId`, `userId` or `encounterId`.
    pub fn token(&self, field: &str) -> Option<&str> {
        match field {
            "patientId" => Some(self.patient_id()),
            "userId" => self.user_id(),
            "encounterId" => self.encounter_id(),
            _ => None,
        }
    }
}

/// The hook's name alone: a context identifies a patient.
impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Context({})", self.hook())
    }
}
