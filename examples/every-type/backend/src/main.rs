//! Starts the backend. This file is yours.

/// Quicker than the system's where many threads allocate.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> runtime::Result<()> {
    every_type::backend().serve().await
}
