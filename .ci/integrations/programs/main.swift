@main
struct Main {
    @MainActor
    static func main() async throws {
        let env = ProcessInfo.processInfo.environment
        let backend = Backend(serverURL: env["SERVER_URL"]!, appId: env["APP_ID"]!)
        try await backend.logIn(username: env["NAME"]!, password: env["PASSWORD"]!)
        let orders = LiveList<Order>()
        let following = Task { await orders.followOrder(backend) }
        while orders.isLoading { try await Task.sleep(nanoseconds: 20_000_000) }
        print("orders: \(orders.objects.count)")
        following.cancel()
        let list = LiveList<Shipment>()
        Task { try await list.followShipment(backend, of: env["ORDER"]!) }
        while list.isLoading { try await Task.sleep(nanoseconds: 20_000_000) }
        let parcel = list.objects[0]
        print("live: \(parcel.status.rawValue)")
        print("moved: \(try await backend.moveOn(parcel, to: .inTransit))")
        while list.objects[0].status == parcel.status { try await Task.sleep(nanoseconds: 20_000_000) }
        print("live: \(list.objects[0].status.rawValue)")
        print("moved again: \(try await backend.moveOn(parcel, to: .delivered))")
        do {
            _ = try await backend.moveOn(list.objects[0], to: .preparing)
        } catch let error as BackendError {
            print("refused: \(error.code ?? 0)")
        }
        exit(0)
    }
}
