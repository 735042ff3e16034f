//! The server functions that the tests call.

use crate::generated::{
    self, AddParams, EchoParams, Functions, HelloParams, NewTicket, OpenTicketParams,
    OpenTicketPriority, RefuseParams, Ticket, TicketPriority, TicketsParams, User,
};
use runtime::prelude::*;

pub struct Server;

pub fn all() -> FunctionSet {
    generated::functions(Server)
}

impl Functions for Server {
    async fn hello(&self, params: HelloParams, _: &mut Tx) -> Result<String> {
        Ok(format!(
            "Hello, {}!",
            params.name.as_deref().unwrap_or("stranger")
        ))
    }

    async fn add(&self, params: AddParams, _: &mut Tx) -> Result<f64> {
        Ok(params.numbers.into_iter().sum())
    }

    async fn echo(&self, params: EchoParams, _: &mut Tx) -> Result<Object> {
        Object::from_wire(params.into_wire())
    }

    async fn open_ticket(&self, params: OpenTicketParams, tx: &mut Tx) -> Result<Linked<Ticket>> {
        let user = tx.signed_in::<User>()?;
        let priority = params.priority.map(|priority| match priority {
            OpenTicketPriority::Low => TicketPriority::Low,
            OpenTicketPriority::High => TicketPriority::High,
        });
        let ticket = tx.create::<Ticket>(NewTicket {
            acl: None,
            title: params.title,
            code: None,
            row: None,
            seat: None,
            priority,
            status: None,
            source: Some(user.to_string()),
            serial: None,
            secret: None,
            contact: None,
        });
        Ok(ticket.into())
    }

    async fn tickets(&self, params: TicketsParams, tx: &mut Tx) -> Result<Vec<Linked<Ticket>>> {
        let found = tx.find(Ticket::TITLE.eq(params.title)).await?;
        Ok(found.into_iter().map(Linked::from).collect())
    }

    async fn refuse(&self, params: RefuseParams, _: &mut Tx) -> Result<()> {
        let code = i32::try_from(params.code).unwrap_or_default();
        Err(Error::new(Code(code), "refused, as was asked for"))
    }

    async fn for_staff(&self, _: &mut Tx) -> Result<bool> {
        Ok(true)
    }
}
