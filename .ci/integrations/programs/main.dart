Future<void> main() async {
  final env = Platform.environment;
  final backend = Backend(env['SERVER_URL']!, env['APP_ID']!);
  await backend.logIn(env['NAME']!, env['PASSWORD']!);
  print('orders: ${(await orders(backend).first).length}');
  final lists = StreamIterator(shipments(backend, env['ORDER']!));
  await lists.moveNext();
  final parcel = lists.current.single;
  print('live: ${parcel.status}');
  print('moved: ${await moveOn(backend, parcel, ShipmentStatus.inTransit)}');
  await lists.moveNext();
  print('live: ${lists.current.single.status}');
  print('moved again: ${await moveOn(backend, parcel, ShipmentStatus.delivered)}');
  try {
    await moveOn(backend, lists.current.single, ShipmentStatus.preparing);
  } on BackendError catch (error) {
    print('refused: ${error.code}');
  }
  exit(0);
}
