fun main() = runBlocking {
    val env = System.getenv()
    val backend = Backend(env.getValue("SERVER_URL"), env.getValue("APP_ID"))
    backend.logIn(env.getValue("NAME"), env.getValue("PASSWORD"))
    println("orders: ${backend.orders().first().size}")
    val state = backend.shipments(env.getValue("ORDER")).state(this)
    suspend fun next(before: String?) = state.first { it.objects.isNotEmpty() && it.objects[0].status.value != before }.objects.single()
    val parcel = next(null)
    println("live: ${parcel.status.value}")
    println("moved: ${backend.moveOn(parcel, ShipmentStatus.InTransit)}")
    val moved = next(parcel.status.value)
    println("live: ${moved.status.value}")
    println("moved again: ${backend.moveOn(parcel, ShipmentStatus.Delivered)}")
    try {
        backend.moveOn(moved, ShipmentStatus.Preparing)
    } catch (error: BackendError) {
        println("refused: ${error.code}")
    }
    System.out.flush()
    Runtime.getRuntime().halt(0)
}
