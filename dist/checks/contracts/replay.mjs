// Holds every request that the fakes of GitHub were asked against GitHub's own descriptions: REST by Prism and its OpenAPI file,
// GraphQL by the reference implementation and its schema. Usage: replay.mjs OPENAPI SCHEMA FOLDER-FOR-LOGS REQUESTS.jsonl...
// Where the description is GitHub's whole one, nothing may be left out.
import { spawn } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";

const [description, schemaFile, logs, ...recorded] = process.argv.slice(2);
const require = createRequire(join(process.env.NODE_PATH.split(":")[0], "x.js"));
const graphql = require("graphql");
const openApi = JSON.parse(readFileSync(description, "utf8"));
const log = join(logs, "replayed.jsonl");
writeFileSync(log, "");

// The operation that a path means; of several the one with the fewest places left open, as OpenAPI has it.
const templates = Object.keys(openApi.paths).map((path) => ({ path, open: path.split("{").length,
    means: new RegExp(`^${path.replace(/[.]/g, "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`) })).sort((a, b) => a.open - b.open);
const resolved = (one) => one?.$ref ? resolved(one.$ref.slice(2).split("/").reduce((at, step) => at[step], openApi)) : one;
const described = (method, path) =>
    templates.find((one) => one.means.test(path) && openApi.paths[one.path][method.toLowerCase()]);

let all = 0;
const different = new Map();
for (const file of recorded) {
    for (const line of readFileSync(file, "utf8").split("\n").filter((text) => text !== "")) {
        all++;
        const request = JSON.parse(line);
        different.set(JSON.stringify([request.method, request.target, request.type, request.body]), request);
    }
}

// Prism resolves all it is given before it answers: it gets what these requests ask for.
function excerpt(paths) {
    const components = {};
    const take = (value) => {
        for (const [name, one] of Object.entries(value ?? {})) {
            if (name === "$ref" && typeof one === "string") {
                const [, kind, id] = one.slice(2).split("/");
                if (!components[kind]?.[id]) {
                    components[kind] = { ...components[kind], [id]: openApi.components[kind][id] };
                    take(openApi.components[kind][id]);
                }
            } else if (one !== null && typeof one === "object") {
                take(one);
            }
        }
    };
    take(paths);
    return { ...openApi, webhooks: undefined, "x-webhooks": undefined, paths, components };
}

const free = () => new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
        const { port } = server.address();
        server.close(() => done(port));
    });
});

// Without this, a check that refuses nothing would pass.
const bad = [
    ["an operation that GitHub does not have", { method: "GET", target: "/repos/a/b/nothing" }],
    ["a value that is none of those allowed", { method: "GET", target: "/repos/a/b/pulls?state=opened" }],
    ["a parameter that GitHub does not know", { method: "GET", target: "/repos/a/b/pulls?stat=open" }],
    ["a state no leaked secret has", { method: "GET", target: "/repos/a/b/secret-scanning/alerts?state=opened" }],
    ["a number that is none", { method: "GET", target: "/repos/a/b/pulls/seven" }],
    ["a pull request of no branch", { method: "POST", target: "/repos/a/b/pulls", body: "{\"title\": \"t\", \"base\": \"y\"}" }],
    ["a title that is no text", { method: "POST", target: "/repos/a/b/pulls", body: "{\"title\": {}, \"head\": \"x\", \"base\": \"y\"}" }],
    ["a member that GitHub does not know", { method: "POST", target: "/repos/a/b/issues", body: "{\"title\": \"t\", \"text\": \"b\"}" }],
    ["a field that is not in the schema", { method: "POST", target: "/graphql", body: JSON.stringify({ query: "{ viewer { nickname } }" }) }],
    ["a variable of the wrong kind", { method: "POST", target: "/graphql", body: JSON.stringify({
        query: "query($n: Int!) { repository(owner: \"a\", name: \"b\") { issue(number: $n) { id } } }", variables: { n: "x" } }) }],
    ["a document that is none", { method: "POST", target: "/graphql", body: JSON.stringify({ query: "query {" }) }],
];

const given = join(logs, "description.json");
const asked = [...different.values(), ...bad.map(([, request]) => request)]
    .map((request) => described(request.method, request.target.replace(/\?.*/, ""))?.path).filter((path) => path);
writeFileSync(given, JSON.stringify(excerpt(Object.fromEntries(asked.map((path) => [path, openApi.paths[path]])))));

const port = await free();
const prism = spawn(process.execPath, [require.resolve("@stoplight/prism-cli/dist/index.js"), "mock", "-h", "127.0.0.1",
    "-p", String(port), given], { stdio: ["ignore", "pipe", "pipe"] });
let said = "";
for (const stream of [prism.stdout, prism.stderr]) {
    stream.on("data", (text) => { said += text; });
}
process.on("exit", () => { prism.kill(); writeFileSync(join(logs, "prism.log"), said); });
await new Promise((done, failed) => {
    const limit = setTimeout(() => failed(new Error(`Prism did not start:\n${said}`)), 60_000);
    prism.on("exit", () => failed(new Error(`Prism ended:\n${said}`)));
    prism.stdout.on("data", () => { if (said.includes("Prism is listening")) { clearTimeout(limit); done(); } });
});

// What the trimmed file leaves out: https://docs.github.com/en/rest/secret-scanning/secret-scanning has it.
const leftOut = Object.keys(openApi.paths).some((path) => path.endsWith("/secret-scanning/alerts")) ? []
    : [/^GET \/repos\/[^/]+\/[^/]+\/secret-scanning\/alerts\?/];

function operation(method, path) {
    const found = described(method, path);
    return found && { name: `${method} ${found.path}`, ...openApi.paths[found.path][method.toLowerCase()] };
}

// Prism lets pass what a description does not mention; these two are looked at here.
function unknown(request, operation) {
    const url = new URL(request.target, "http://x");
    const names = new Set((operation.parameters ?? []).map(resolved).filter((one) => one.in === "query").map((one) => one.name));
    const wrong = [...url.searchParams.keys()].filter((name) => !names.has(name)).map((name) => `no parameter ${name}`);
    const schema = resolved(resolved(operation.requestBody)?.content?.["application/json"]?.schema);
    if (request.body && schema?.properties) {
        wrong.push(...Object.keys(JSON.parse(request.body)).filter((name) => !(name in schema.properties))
            .map((name) => `no member ${name}`));
    }
    return request.body && !operation.requestBody ? [...wrong, "no body is expected"] : wrong;
}

// What is wrong with a request to the REST API, a sentence each.
async function violations(request) {
    const asked = operation(request.method, request.target.replace(/\?.*/, ""));
    if (!asked) {
        return ["there is no such operation"];
    }
    const headers = { accept: "application/json", ...request.body && { "content-type": request.type || "application/json" } };
    const answer = await fetch(`http://127.0.0.1:${port}${request.target}`,
        { method: request.method, headers, body: request.body || undefined, redirect: "manual" });
    const text = await answer.text();
    // GitHub's examples break its own schemas; what an answer is accused of is none of ours.
    const found = JSON.parse(answer.headers.get("sl-violations") ?? "[]").filter((one) => one.location[0] === "request")
        .map((one) => `${one.location.join(".")}: ${one.message}`);
    const problem = answer.headers.get("content-type")?.includes("problem") ? JSON.parse(text) : undefined;
    if (found.length === 0 && problem && !problem.type.includes("NO_COMPLEX_OBJECT") && answer.status !== 500
            && answer.status !== 406) {
        found.push(`${problem.title}: ${JSON.stringify(problem.validation ?? problem.detail)}`);
    }
    return [...found, ...unknown(request, asked)];
}

const schema = graphql.buildSchema(readFileSync(schemaFile, "utf8"));

// What is wrong with a request to the GraphQL API: the document, and what stands for its variables.
function graphqlViolations(request) {
    const { query, variables } = JSON.parse(request.body);
    let document;
    try {
        document = graphql.parse(query);
    } catch (e) {
        return [e.message];
    }
    const wrong = graphql.validate(schema, document).map((one) => one.message);
    const given = wrong.length > 0 ? {} : graphql.getVariableValues(schema, document.definitions[0].variableDefinitions ?? [],
        variables ?? {});
    const named = new Set((document.definitions[0].variableDefinitions ?? []).map((one) => one.variable.name.value));
    return [...wrong, ...(given.errors ?? []).map((one) => one.message),
        ...Object.keys(variables ?? {}).filter((name) => !named.has(name)).map((name) => `no variable ${name}`)];
}

const isGraphql = (request) => /^(\/api)?\/graphql$/.test(request.target);
const check = (request) => isGraphql(request) ? graphqlViolations(request) : violations(request);

let passed = 0;
let failed = 0;
const note = (what, wrong) => {
    if (wrong.length === 0) {
        passed++;
    } else {
        failed++;
        console.log(`FAILED: ${what}: ${wrong.join("; ")}`);
    }
};

for (const [what, request] of bad.filter(([, one]) => !leftOut.some((out) => out.test(`${one.method} ${one.target}`)))) {
    const wrong = await check(request);
    appendFileSync(log, `${JSON.stringify({ ...request, expected: "refused", wrong })}\n`);
    note(`is refused: ${what}`, wrong.length > 0 ? [] : ["it was let pass"]);
}

const operations = new Set();
let graphqlAsked = 0;
let undescribed = 0;
for (const request of different.values()) {
    if (leftOut.some((one) => one.test(`${request.method} ${request.target}`))) {
        appendFileSync(log, `${JSON.stringify({ ...request, expected: "not described" })}\n`);
        undescribed++;
        continue;
    }
    const wrong = await check(request);
    appendFileSync(log, `${JSON.stringify({ ...request, expected: "taken", wrong })}\n`);
    note(`${request.method} ${request.target} ${request.body.slice(0, 200)}`, wrong);
    graphqlAsked += isGraphql(request) ? 1 : 0;
    operations.add(isGraphql(request) ? JSON.parse(request.body).query
        : operation(request.method, request.target.replace(/\?.*/, ""))?.name ?? request.target);
}
console.log(`by ${openApi.info.title} ${openApi.info.version}, which has ${templates.length} paths`);
console.log(`${all} requests recorded, ${different.size - undescribed} different ones replayed (${graphqlAsked} of them GraphQL), `
    + `${operations.size} operations; the log is ${log}`);
if (undescribed > 0) {
    console.log(`SKIPPED: ${undescribed} requests of operations that this description leaves out (${leftOut.join(", ")})`);
}
note("there are requests of the suites", operations.size >= 20 ? [] : [`only ${operations.size} operations: run mvn verify`]);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
