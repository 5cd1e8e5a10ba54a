// What dbdiagram's own parser says of DBML files: how many tables, enums and references they have, or what is wrong.
const { Parser } = require(process.argv[2] + '/node_modules/@dbml/core');
const { readFileSync } = require('fs');

let faulty = false;
for (const file of process.argv.slice(3)) {
  try {
    const database = new Parser().parse(readFileSync(file, 'utf8'), 'dbmlv2');
    const count = (what) => database.schemas.reduce((sum, schema) => sum + schema[what].length, 0);
    console.log(`${count('tables')} tables, ${count('enums')} enums, ${count('refs')} references`);
  } catch (error) {
    faulty = true;
    const faults = error.diags || [error];
    for (const { message, location } of faults) {
      console.log(`${file}:${location ? location.start.line : 0}: ${message}`);
    }
  }
}
process.exit(faulty ? 1 : 0);
