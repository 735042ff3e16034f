import { createOrderFulfillmentPlugin } from 'order-fulfillment-vue';
import { createApp } from 'vue';
import App from './App.vue';
import { shop } from './shop.js';
import './style.css';

createApp(App).use(createOrderFulfillmentPlugin(shop)).mount('#app');
