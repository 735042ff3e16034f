//! Jobs: the user's code that runs beside requests, started by hand or by the clock, at most once at a time each.

mod run;
mod running;
mod schedule;

pub use run::JobRun;
pub(crate) use running::{Claim, Jobs};
pub(crate) use schedule::{SystemClock, Ticks};

use crate::Result;
use crate::error::{Code, Error};
use crate::wire::Value;
use schedule::When;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// Work that no request waits for.
pub trait Job: Send + Sync + 'static {
    /// What it is started by: `POST /jobs/NAME`, with the master key.
    const NAME: &'static str;

    /// Does the work. What it fails with stands in its row of `_JobStatus`.
    fn run(&self, run: &mut JobRun) -> impl Future<Output = Result<()>> + Send;
}

/// The jobs of a backend, and when they start by themselves.
#[derive(Default)]
pub struct JobSet {
    by_name: HashMap<&'static str, Arc<dyn ErasedJob>>,
    schedule: Vec<(&'static str, Planned)>,
}

/// When a job starts, as it is written.
enum Planned {
    Cron(&'static str),
    Every(Duration),
}

impl JobSet {
    pub fn new() -> Self {
        Self::default()
    }

    /// A job that is started by hand.
    #[must_use]
    pub fn on<J: Job>(mut self, job: J) -> Self {
        self.by_name.insert(J::NAME, Arc::new(job));
        self
    }

    /// A job that starts when the clock says so too: minute, hour, day of the month, month, day of the week, as in
    /// `0 3 * * 1-5`, in UTC, or in the time zone that is named after them, as in `0 3 * * * Europe/Berlin`.
    ///
    /// A run that falls due while the server is down, or while the run before it goes on, is not made up for.
    #[must_use]
    pub fn at<J: Job>(mut self, times: &'static str, job: J) -> Self {
        self.schedule.push((J::NAME, Planned::Cron(times)));
        self.on(job)
    }

    /// A job that starts this long after the server did, and then this long after it started last.
    #[must_use]
    pub fn every<J: Job>(mut self, period: Duration, job: J) -> Self {
        self.schedule.push((J::NAME, Planned::Every(period)));
        self.on(job)
    }

    /// # Errors
    /// Code 141 where there is no such job.
    pub(crate) fn get(&self, name: &str) -> Result<(&'static str, Arc<dyn ErasedJob>)> {
        let unknown = || {
            let name = Value::from(name);
            Error::new(Code::SCRIPT_FAILED, format!("Invalid job: {name}"))
        };
        let (name, job) = self.by_name.get_key_value(name).ok_or_else(unknown)?;
        Ok((name, Arc::clone(job)))
    }

    /// The names of all jobs, in order.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.by_name.keys().copied().collect();
        names.sort_unstable();
        names
    }

    /// What starts by itself, and when.
    ///
    /// # Errors
    /// A time that is none.
    pub(crate) fn ticks(&self) -> Result<Vec<(&'static str, Ticks<SystemClock>)>> {
        let schedule = self.schedule.iter().map(|(name, planned)| {
            let when = match planned {
                Planned::Every(period) => Ok(When::every(*period)),
                Planned::Cron(times) => When::cron(times),
            };
            let when = when.map_err(|error| {
                Error::startup(format!("the schedule of job `{name}`: {error}"))
            })?;
            Ok((*name, Ticks::new(when, SystemClock)))
        });
        schedule.collect()
    }
}

/// A job behind an interface without its type.
pub(crate) trait ErasedJob: Send + Sync {
    fn run(self: Arc<Self>, run: JobRun) -> Pin<Box<dyn Future<Output = Result<()>> + Send>>;
}

impl<J: Job> ErasedJob for J {
    fn run(self: Arc<Self>, mut run: JobRun) -> Pin<Box<dyn Future<Output = Result<()>> + Send>> {
        Box::pin(async move { Job::run(&*self, &mut run).await })
    }
}
