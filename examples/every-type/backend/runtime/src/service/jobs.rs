//! Jobs: started, watched, and written down in `_JobStatus` from the first moment to the last.

use super::Service;
use super::accounts::equal;
use super::once::Once;
use crate::Result;
use crate::access::Caller;
use crate::error::Error;
use crate::idempotency::Key;
use crate::jobs::{Claim, ErasedJob, JobRun, Jobs};
use crate::query::{Compare, Filter, Projection, Select, place};
use crate::wire::{Object, Timestamp, Value, Wire as _};
use crate::write::{Author, DeleteAll, Step, Stored, element, parse_create};
use std::sync::Arc;
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::Instrument as _;

const STATUS: &str = "_JobStatus";
/// How long the row of a run is kept after its end: 30 days.
const KEPT_MILLIS: i64 = 30 * 24 * 60 * 60 * 1000;

impl Service {
    pub(crate) fn jobs(&self) -> &Jobs {
        &self.inner.jobs
    }

    /// Starts a job; its row has the id that is returned.
    ///
    /// # Errors
    /// Code 119 for anybody but the master, 141 where there is none or it runs already, 155 where too many run.
    pub(crate) async fn start_job(
        &self,
        caller: &Caller,
        name: &str,
        params: Object,
        key: Option<&Key>,
    ) -> Result<Once<String>> {
        caller.must_be_master()?;
        let work = async {
            let (name, job) = self.jobs().set.get(name)?;
            let claim = self.jobs().claim(name)?;
            self.start(name, job, claim, "api", params, key).await
        };
        self.once(key, |kept| String::from_wire(kept.answer), work)
            .await
    }

    /// Starts what is due, until the server stops.
    pub(crate) fn keep_schedule(&self) -> Result<()> {
        for (name, mut ticks) in self.jobs().set.ticks()? {
            let service = self.clone();
            let keep = async move {
                while ticks.next().await.is_some() {
                    if let Err(error) = service.start_scheduled(name).await {
                        tracing::warn!("the job `{name}` was due and not started: {error}");
                    }
                }
            };
            let stopping = self.jobs().stopping();
            tokio::spawn(async move {
                tokio::select! {
                    () = keep => {}
                    () = stopped(stopping) => {}
                }
            });
        }
        Ok(())
    }

    async fn start_scheduled(&self, name: &str) -> Result<String> {
        let (name, job) = self.jobs().set.get(name)?;
        let claim = self.jobs().claim_in_turn(name).await?;
        self.start(name, job, claim, "schedule", Object::new(), None)
            .await
    }

    async fn start(
        &self,
        name: &'static str,
        job: Arc<dyn ErasedJob>,
        claim: Claim,
        source: &str,
        params: Object,
        key: Option<&Key>,
    ) -> Result<String> {
        // Keys that cannot be stored are refused before anything runs.
        element(&params.clone().into())?;
        let class = self.class(STATUS)?;
        let id = self.new_id();
        let mut row = Object::new();
        row.put("jobName", name.to_owned());
        row.put("source", source.to_owned());
        row.put("status", "running".to_owned());
        row.put("params", params.clone());
        let row = parse_create(class, &row, Author::Server)?;
        let insert = self.insert(class, id.clone(), row);
        let answer = Value::from(id.as_str());
        let record = key.map(|key| self.record(key, &answer)).transpose()?;
        let (service, begun) = (self.clone(), id.clone());
        // A task of its own: a client that goes away meanwhile leaves no row of a run that nobody began.
        let begin = async move {
            service
                .write_kept(vec![Step::Insert(insert)], record)
                .await?;
            let stopping = service.jobs().stopping();
            let run = JobRun::new(service.clone(), begun.clone(), params, stopping);
            let watched = service.watch(name, begun, job.run(run), claim);
            tokio::spawn(watched.in_current_span());
            Ok(())
        };
        let begun: Result<()> = tokio::spawn(begin.in_current_span())
            .await
            .map_err(Error::internal)?;
        begun.map(|()| id)
    }

    /// Waits for the end of a run, whatever it is, and writes it down.
    async fn watch(
        self,
        name: &'static str,
        id: String,
        run: impl Future<Output = Result<()>> + Send + 'static,
        claim: Claim,
    ) {
        let jobs = self.jobs();
        tracing::info!("the job `{name}` runs ({id})");
        // A task of its own, whose panic is an end like any other.
        let mut run = tokio::spawn(run.in_current_span());
        let ended = tokio::select! {
            ended = &mut run => match ended {
                Ok(result) => result,
                Err(error) => Err(format!("the job failed: {error}").into()),
            },
            () = sleep(jobs.limit) => {
                Err(format!("the job took longer than {} seconds", jobs.limit.as_secs()).into())
            }
            () = async { stopped(jobs.stopping()).await; sleep(jobs.grace).await } => {
                Err("the server stopped while the job ran".into())
            }
        };
        run.abort();
        match &ended {
            Ok(()) => tracing::info!("the job `{name}` succeeded ({id})"),
            Err(error) => tracing::warn!("the job `{name}` failed ({id}): {error}"),
        }
        if let Err(error) = self.job_ended(&id, ended).await {
            tracing::error!("the end of the job `{name}` ({id}) is not written down: {error}");
        }
        drop(claim);
    }

    async fn job_ended(&self, id: &str, ended: Result<()>) -> Result<()> {
        let class = self.class(STATUS)?;
        let now = Timestamp::now();
        let mut row = Object::new();
        match ended {
            Ok(()) => row.put("status", "succeeded".to_owned()),
            Err(error) => {
                row.put("status", "failed".to_owned());
                row.put("message", error.message.into_owned());
            }
        }
        row.put("finishedAt", now);
        let mut steps = vec![Step::change(class, id, &row)?];
        if let Some(place) = place(class, "finishedAt") {
            let filter = Filter::Compare {
                place,
                compare: Compare::Less,
                value: Stored::Integer(now.as_millis() - KEPT_MILLIS),
            };
            steps.push(Step::DeleteAll(DeleteAll { class, filter }));
        }
        self.write_steps(steps).await
    }

    pub(crate) async fn job_message(&self, id: &str, message: String) -> Result<()> {
        let mut row = Object::new();
        row.put("message", message);
        let step = Step::change(self.class(STATUS)?, id, &row)?;
        self.write_steps(vec![step]).await
    }

    /// Says of the runs that an earlier server did not see the end of that they failed.
    pub(crate) async fn fail_interrupted_jobs(&self) -> Result<()> {
        let class = self.class(STATUS)?;
        loop {
            let select = Select {
                class,
                filter: equal(class, "status", "running"),
                order: Vec::new(),
                skip: 0,
                limit: 100,
                fields: Projection::Only(Vec::new()),
                count: false,
                start: None,
            };
            let running = self.objects(select).await?;
            if running.is_empty() {
                return Ok(());
            }
            for mut row in running {
                let id: String = row.take("objectId")?;
                tracing::warn!("the run {id} of a job did not see its end");
                let ended = Err("the server stopped while the job ran".into());
                self.job_ended(&id, ended).await?;
            }
        }
    }
}

/// Waits until the server is to stop.
async fn stopped(mut stopping: watch::Receiver<bool>) {
    // Where nobody can say so any more, the server is gone.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}
