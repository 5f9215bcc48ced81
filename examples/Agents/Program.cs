// Two ways for agents to work together, each traced as one tree.
//
//   dotnet run --project examples/Agents             two requests of one customer, a text that two agents make together; then your requests
//   dotnet run --project examples/Agents -- --once   ends after the first part
//   dotnet run --project examples/Agents -- --round-robin   writer and critic take turns, instead of a manager who says who speaks
//
// Handoff: agents hand a conversation on to one another by calling a function that returns an agent (the pattern of Swarm).
// Group chat: everybody hears everything, one speaks at a time (the pattern of AutoGen).
// OPENAI_API_KEY, OPENAI_BASE_URL and --model choose who answers; without them a scripted server in this program does.
using System.CommandLine;
using System.Text;
using Agents.GroupChat;
using Agents.Handoff;
using Agents.Running;
using ChatModels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using OtelBridge;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Storage;
using Traces;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var once = new Option<bool>("--once") { Description = "Ends after the first part instead of taking your requests." };
var roundRobin = new Option<bool>("--round-robin") { Description = "Lets the members of the group chat take turns." };
var model = new Option<string>("--model") { Description = "The chat model of all agents.", DefaultValueFactory = static _ => "gpt-4o-mini" };
var command = new RootCommand("Runs agents that work together, and traces how.") { once, roundRobin, model };
command.SetAction((parsed, cancellationToken) =>
    RunAsync(parsed.GetValue(model)!, parsed.GetValue(once), parsed.GetValue(roundRobin), cancellationToken));
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(string model, bool once, bool roundRobin, CancellationToken cancellationToken)
{
    var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
    try
    {
        await using var home = await TraceHome.OpenAsync(configuration, "agents.db");
        await using var models = await ModelEndpoint.OpenAsync(configuration, AgentScript.Create());
        Console.WriteLine($"model    {model}, {models.Description}");
        home.Describe(Console.Out);

        using var tracing = MlflowTracing.Init(options =>
        {
            options.TrackingUri = home.TrackingUri;
            options.EnableDualExport = true; // with a collector in the environment, to both
        });
        using var chat = models.Chat(model).UseMlflowTracing();
        var customer = new CustomerConversation(new Swarm(chat), ShopAgents.Create());
        var discussion = new Discussion(chat, roundRobin ? new RoundRobin() : new Manager(chat));
        return await new AgentRun(customer, discussion, models, home).RunAsync(once, cancellationToken);
    }
    catch (Exception e) when (e is StoreException or ListenException or FormatException)
    {
        Console.Error.WriteLine($"Agents cannot start: {e.Message}");
        return ExitCodes.Failure;
    }
}
