// The schema of the example as it was before it grew: without a field, without a field of the lines
// of an order, and without a value of an enum.

import { readFile } from 'node:fs/promises';

const schema = JSON.parse(await readFile(process.argv[2], 'utf8'));
const fields = name => schema.classes.find(({ className }) => className === name).fields;

delete fields('Product').sku;
const { products, status } = fields('Order');
delete products.items.fields.price;
status.enum = status.enum.filter(value => value !== 'cancelled');
for (const [from, steps] of Object.entries(status.transitions)) {
  status.transitions[from] = steps.filter(step => (step.to ?? step) !== 'cancelled');
}
process.stdout.write(JSON.stringify(schema));
