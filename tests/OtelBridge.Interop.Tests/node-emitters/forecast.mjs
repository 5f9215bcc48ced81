// What every program asks, so that every library is given the same answers.
export const baseURL = process.env.OPENAI_BASE_URL;
export const apiKey = process.env.OPENAI_API_KEY;
export const model = 'gpt-4o-mini';
export const embeddingModel = 'text-embedding-3-small';
export const instructions = 'Be brief.';
export const question = 'How is the weather in Bern?';
export const description = 'Tells the weather of a city.';
export const weather = async ({ city }) => `Sunny in ${city}.`;

export const functionTool = {
  type: 'function',
  function: {
    name: 'weather',
    description,
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};
