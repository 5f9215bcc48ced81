using ChatModels;
using OtelBridge;
using Traces;

namespace ChatWithTools.Running;

/// <summary>The program: two questions, their traces, and then whatever a person types.</summary>
internal sealed class ChatRun(Conversation conversation, ModelEndpoint models, TraceHome home)
{
    private static readonly string[] Questions =
    [
        "Where is my order 1042, and what would it cost to ship another one to Oslo?",
        "And my order 9999?",
    ];

    public async Task<int> RunAsync(bool once, CancellationToken cancellationToken)
    {
        var isGood = await AskAllAsync(Questions, cancellationToken);
        while (!once && isGood && Next() is { } question)
        {
            await AskAllAsync([question], cancellationToken);
        }

        return isGood ? ExitCodes.Ok : ExitCodes.Failure;
    }

    /// <summary>Asks, then shows the traces; false when the model did not answer or a trace cannot be read.</summary>
    private async Task<bool> AskAllAsync(IEnumerable<string> questions, CancellationToken cancellationToken)
    {
        var traceIds = new List<string>(); // one a question
        var isAnswered = true;
        foreach (var question in questions)
        {
            Console.WriteLine();
            Console.WriteLine($"> {question}");
            try
            {
                traceIds.Add(await conversation.AskAsync(question, Console.Out, cancellationToken));
            }
            catch (Exception e) when (models.Advice(e) is { } advice)
            {
                // The trace of the failure is worth as much as any other: it shows which call failed, and how.
                Console.WriteLine(advice);
                traceIds.AddRange(Mlflow.LastActiveTraceId is { } failed ? [failed] : []);
                isAnswered = false;
                break;
            }
        }

        var areThere = await TraceView.WriteAsync(Console.Out, traceIds, cancellationToken);
        if (traceIds.Count > 0)
        {
            home.DescribeLater(Console.Out, traceIds[^1]);
        }

        return isAnswered && areThere;
    }

    private static string? Next()
    {
        Console.WriteLine();
        Console.Write("> ");
        return Console.ReadLine() is { Length: > 0 } line ? line : null;
    }
}
