// Changes of orders and shipments, told to those who may see them.

import { orders, shipments } from 'order-fulfillment-client';
import { shop } from '../shop';

export const GET = shop.live({ classes: [orders, shipments] });
