//! Pushes: a message for devices → whoever delivers it, which is the user's own code, or a log. It knows neither HTTP nor
//! where installations are kept.

mod request;
mod under_way;

pub(crate) use request::{Badge, PushRequest};
pub(crate) use under_way::Pushes;

use crate::wire::{Object, Timestamp, Value};
use std::future::Future;
use std::pin::Pin;

/// What devices are to show or to do.
#[derive(Clone, Debug)]
pub struct Push {
    /// `alert`, `badge`, `sound`, `title` and whatever the application understands, as it was sent.
    pub data: Object,
    /// When it is of no use any more.
    pub expires_at: Option<Timestamp>,
}

/// A device that a push goes to.
#[derive(Clone, Debug)]
pub struct Device {
    /// What the services of its maker know it by. Whoever has it can push to the device, so it belongs into no log.
    pub token: String,
    /// `ios`, `android`, `web` and so on: its `pushType`, or else its `deviceType`.
    pub kind: String,
    /// The number on the application's icon once the push is there, where the push changes it.
    pub badge: Option<i64>,
    /// All of its installation.
    pub installation: Object,
}

/// What became of a push to one device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    Sent,
    /// Why not, for whoever reads the log.
    Failed(String),
}

/// Delivers pushes: to Apple's, Google's and the browsers' services, or to one that does it all. `main` gives it to
/// [`Backend::push`](crate::Backend::push); without one, pushes go to the log.
pub trait PushProvider: Send + Sync + 'static {
    /// Sends to these devices, at most 500; answers for each, in their order.
    fn send(&self, push: &Push, devices: &[Device]) -> impl Future<Output = Vec<Delivery>> + Send;
}

type Sending<'a> = Pin<Box<dyn Future<Output = Vec<Delivery>> + Send + 'a>>;

/// A [`PushProvider`] whose type is not known.
pub(crate) trait ErasedProvider: Send + Sync {
    fn send<'a>(&'a self, push: &'a Push, devices: &'a [Device]) -> Sending<'a>;
}

impl<P: PushProvider> ErasedProvider for P {
    fn send<'a>(&'a self, push: &'a Push, devices: &'a [Device]) -> Sending<'a> {
        Box::pin(PushProvider::send(self, push, devices))
    }
}

/// The provider where the user has given none: it says what would have been sent.
pub(crate) struct Log;

impl PushProvider for Log {
    async fn send(&self, push: &Push, devices: &[Device]) -> Vec<Delivery> {
        let alert = push.data.get("alert").unwrap_or(&Value::Null);
        tracing::info!(
            "a push to {} device(s), kept in this log: {alert}",
            devices.len()
        );
        vec![Delivery::Sent; devices.len()]
    }
}
