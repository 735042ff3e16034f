import { OfflineProvider, OrderFulfillmentProvider } from 'order-fulfillment-react-native';
import { App } from './App';
import { offline, shop } from './shop';

export function Root() {
  return (
    <OrderFulfillmentProvider client={shop}>
      <OfflineProvider offline={offline}>
        <App />
      </OfflineProvider>
    </OrderFulfillmentProvider>
  );
}
