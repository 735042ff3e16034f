import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { OrderFulfillmentProvider } from 'order-fulfillment-react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import { shop } from './shop.js';
import './style.css';

const queries = new QueryClient();
// What one user has read is not for the next.
shop.auth.onChange(event => event !== 'updated' && queries.clear());

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <OrderFulfillmentProvider client={shop}>
        <App />
      </OrderFulfillmentProvider>
    </QueryClientProvider>
  </StrictMode>,
);
