using Agents.GroupChat;
using ChatModels;
using OtelBridge;
using Traces;

namespace Agents.Running;

/// <summary>The program: two requests of one customer, one text by a group, the traces of all three, and then whatever a person types.</summary>
internal sealed class AgentRun(CustomerConversation customer, Discussion discussion, ModelEndpoint models, TraceHome home)
{
    private static readonly string[] Requests =
    [
        "I would like to give back the pedals of my order 1042, they do not fit.",
        "Thanks! And which pump fits into a saddlebag?",
    ];

    private readonly List<string> _traceIds = []; // those that were not shown yet

    public async Task<int> RunAsync(bool once, CancellationToken cancellationToken)
    {
        var isGood = await DoAsync(token => AskAsync(Requests[0], token), cancellationToken)
            && await DoAsync(token => AskAsync(Requests[1], token), cancellationToken)
            && await DoAsync(DiscussAsync, cancellationToken);
        isGood &= await ShowAsync(cancellationToken);
        while (!once && isGood && Next() is { } request)
        {
            await DoAsync(token => AskAsync(request, token), cancellationToken);
            await ShowAsync(cancellationToken);
        }

        return isGood ? ExitCodes.Ok : ExitCodes.Failure;
    }

    private async Task AskAsync(string request, CancellationToken cancellationToken)
    {
        Console.WriteLine();
        Console.WriteLine($"> {request}");
        var (answer, agent, traceId) = await customer.AskAsync(request, cancellationToken);
        Console.WriteLine($"{agent}: {answer}");
        _traceIds.Add(traceId);
    }

    private async Task DiscussAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine();
        Console.WriteLine($"> {WritersRoom.Task}");
        var (said, traceId) = await discussion.RunAsync(WritersRoom.Task, WritersRoom.Members, cancellationToken);
        foreach (var message in said.Skip(1))
        {
            Console.WriteLine($"{message.AuthorName}: {message.Text}");
        }

        _traceIds.Add(traceId);
    }

    /// <summary>Does a part; false when the model did not answer, and the trace of that is shown like any other.</summary>
    private async Task<bool> DoAsync(Func<CancellationToken, Task> part, CancellationToken cancellationToken)
    {
        try
        {
            await part(cancellationToken);
            return true;
        }
        catch (Exception e) when (models.Advice(e) is { } advice)
        {
            Console.WriteLine(advice);
            _traceIds.AddRange(Mlflow.LastActiveTraceId is { } failed ? [failed] : []);
            return false;
        }
    }

    private async Task<bool> ShowAsync(CancellationToken cancellationToken)
    {
        var areThere = await TraceView.WriteAsync(Console.Out, _traceIds, cancellationToken);
        if (_traceIds.Count > 0)
        {
            home.DescribeLater(Console.Out, _traceIds[^1]);
        }

        _traceIds.Clear();
        return areThere;
    }

    private static string? Next()
    {
        Console.WriteLine();
        Console.Write("> ");
        return Console.ReadLine() is { Length: > 0 } line ? line : null;
    }
}
