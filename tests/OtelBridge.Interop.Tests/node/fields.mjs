// Prints the fields that the foreign implementation knows, by message: {"opentelemetry.proto.trace.v1.Span":["traceId",…],…}.
import { messages, print } from './messages.mjs';

const fields = {};
for (const [name, type] of Object.entries(messages)) {
  const prototype = type.prototype;
  // Names of a oneof are accessors, and toJSON is a method; neither is a field.
  fields[name] = Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(([, property]) => 'value' in property && typeof property.value !== 'function')
    .map(([field]) => field)
    .sort();
}

print(fields);
