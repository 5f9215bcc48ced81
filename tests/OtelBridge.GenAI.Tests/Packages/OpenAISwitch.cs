using System.ClientModel;
using System.Runtime.CompilerServices;
using OpenAI;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>Starts a tracing before any test touches OpenAI's library, as programs do: it reads its switch once in the life of a process.</summary>
internal static class OpenAISwitch
{
#pragma warning disable CA2255 // Nothing else runs before the first test, whichever that is.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void TurnOn()
    {
        using (MlflowTracing.Init(static options => options.Export = ExportMode.None))
        {
            _ = new OpenAIClient(new ApiKeyCredential("none")).GetChatClient("none");
        }
    }
}
