// A chat with tools, over OpenAI or a server that speaks its protocol.
//
//   dotnet run --project examples/ChatWithTools                    asks two questions, shows their traces, then takes yours
//   dotnet run --project examples/ChatWithTools -- --once          ends after the first part
//   OPENAI_API_KEY=… dotnet run --project examples/ChatWithTools -- --model gpt-4.1-mini
//   OPENAI_BASE_URL=http://localhost:11434/v1 dotnet run --project examples/ChatWithTools -- --model llama3.2
//
// Without a key or an address a scripted server in this program answers. What it takes to trace a chat are the two calls of UseMlflowTracing below.
using System.CommandLine;
using System.Text;
using ChatModels;
using ChatWithTools.Running;
using ChatWithTools.Shop;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using OtelBridge;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Storage;
using Traces;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var once = new Option<bool>("--once") { Description = "Ends after the first questions instead of taking yours." };
var model = new Option<string>("--model") { Description = "The chat model.", DefaultValueFactory = static _ => "gpt-4o-mini" };
var command = new RootCommand("Chats with a model that calls tools, and traces how.") { once, model };
command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(model)!, parsed.GetValue(once), cancellationToken));
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(string model, bool once, CancellationToken cancellationToken)
{
    var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
    try
    {
        await using var home = await TraceHome.OpenAsync(configuration, "chat-with-tools.db");
        await using var models = await ModelEndpoint.OpenAsync(configuration, ShopScript.Create());
        Console.WriteLine($"model    {model}, {models.Description}");
        home.Describe(Console.Out);

        using var tracing = MlflowTracing.Init(options =>
        {
            options.TrackingUri = home.TrackingUri;
            options.EnableDualExport = true; // with a collector in the environment, to both
        });

        // Each call of the model is a span, and so is each call of a tool, below the call that asked for it. Whatever calls the tools goes around the traced client.
        using var chat = new ToolLoop(models.Chat(model).UseMlflowTracing());
        var conversation = new Conversation(chat, ShopTools.All.UseMlflowTracing());
        return await new ChatRun(conversation, models, home).RunAsync(once, cancellationToken);
    }
    catch (Exception e) when (e is StoreException or ListenException or FormatException)
    {
        Console.Error.WriteLine($"ChatWithTools cannot start: {e.Message}");
        return ExitCodes.Failure;
    }
}
