/** A small JSON-RPC client: single calls and batches, answers matched by id. */
/** Calls in one request: anvil refuses bodies of more than 2 MB. */
const AT_ONCE = 1000;

export class JsonRpc {
  #url;
  #headers = { 'content-type': 'application/json' };
  #nextId = 1;

  constructor(url, password = null) {
    this.#url = url;
    if (password !== null) this.#headers.authorization = `Basic ${Buffer.from(`x:${password}`).toString('base64')}`;
  }

  async call(method, ...params) {
    const [answer] = await this.batch([[method, ...params]]);
    return answer;
  }

  /** Calls given as [method, ...params]; throws the first error. */
  async batch(calls) {
    const results = await this.tryBatch(calls);
    results.forEach((result, i) => {
      if (result.error) throw new Error(`${calls[i][0]}: ${result.error.message}`);
    });
    return results.map((result) => result.result);
  }

  /** As batch, with an error left in place of its result. */
  async tryBatch(calls) {
    const answers = [];
    for (let i = 0; i < calls.length; i += AT_ONCE) answers.push(...await this.#tryAtOnce(calls.slice(i, i + AT_ONCE)));
    return answers;
  }

  async #tryAtOnce(calls) {
    const requests = calls.map(([method, ...params]) => ({ jsonrpc: '2.0', id: this.#nextId++, method, params }));
    const answers = await this.#post(requests);
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    return requests.map((request) => byId.get(request.id) ?? { error: { message: 'no answer' } });
  }

  async #post(requests) {
    const response = await fetch(this.#url, { method: 'POST', headers: this.#headers, body: JSON.stringify(requests) });
    if (!response.ok) throw new Error(`${this.#url} answered ${response.status}`);
    return response.json();
  }
}
