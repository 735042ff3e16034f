$backend = new Backend(getenv('SERVER_URL'), getenv('APP_ID'));
$backend->logIn(getenv('NAME'), getenv('PASSWORD'));
printf("orders: %d\n", count(orders($backend)));
$parcel = null;
$turn = 0;
followShipment($backend, getenv('ORDER'), function (array $list) use ($backend, &$parcel, &$turn): bool {
    printf("live: %s\n", $list[0]->status->value);
    $parcel ??= $list[0];
    if (++$turn === 1) {
        printf("moved: %s\n", json_encode(moveOn($backend, $parcel->objectId, $parcel->updatedAt, ShipmentStatus::InTransit)));
        return true;
    }
    printf("moved again: %s\n", json_encode(moveOn($backend, $parcel->objectId, $parcel->updatedAt, ShipmentStatus::Delivered)));
    try {
        moveOn($backend, $list[0]->objectId, $list[0]->updatedAt, ShipmentStatus::Preparing);
    } catch (BackendError $error) {
        printf("refused: %d\n", $error->getCode());
    }
    return false;
});
