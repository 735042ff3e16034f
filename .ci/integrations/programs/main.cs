public static class Program
{
    public static async Task Main()
    {
        static string Env(string name) => Environment.GetEnvironmentVariable(name)!;
        var backend = new Backend(Env("SERVER_URL"), Env("APP_ID"));
        await backend.LogInAsync(Env("NAME"), Env("PASSWORD"));
        await foreach (var orders in backend.OrdersAsync())
        {
            Console.WriteLine($"orders: {orders.Count}");
            break;
        }
        await using var lists = backend.ShipmentsAsync(Env("ORDER")).GetAsyncEnumerator();
        await lists.MoveNextAsync();
        var parcel = lists.Current.Single();
        Console.WriteLine($"live: {parcel.Status}");
        Console.WriteLine($"moved: {await backend.MoveOnAsync(parcel, ShipmentStatus.InTransit)}".ToLower());
        await lists.MoveNextAsync();
        Console.WriteLine($"live: {lists.Current.Single().Status}");
        Console.WriteLine($"moved again: {await backend.MoveOnAsync(parcel, ShipmentStatus.Delivered)}".ToLower());
        try
        {
            await backend.MoveOnAsync(lists.Current.Single(), ShipmentStatus.Preparing);
        }
        catch (BackendException error)
        {
            Console.WriteLine($"refused: {error.Code}");
        }
        Environment.Exit(0);
    }
}
