using System.Net.Http.Json;
using OtelBridge;
using RagService.Answering;
using RagService.Http;
using Traces;

namespace RagService.Running;

/// <summary>A customer in this program: asks the service over HTTP, says that the answer helped, and looks at the trace of it all.</summary>
internal static class SelfQuestion
{
    private const string Question = "How many years of warranty does a frame have?";

    public static async Task<int> RunAsync(Uri service, TraceHome home)
    {
        using var http = new HttpClient { BaseAddress = service };
        Console.WriteLine();
        Console.WriteLine($"> {Question}");

        // HttpClient sends the traceparent of this span, so the service's spans are below it, as they are when the customer is another program.
        using var customer = Mlflow.StartSpan("customer", SpanType.Chain, new { question = Question });
        var traceId = customer.TraceId;
        using var response = await http.PostAsJsonAsync("ask", new AskRequest(Question, Session: "self-question"));
        if (!response.IsSuccessStatusCode)
        {
            Console.WriteLine(await response.Content.ReadAsStringAsync());
            customer.SetStatus(SpanStatus.Error, $"HTTP {(int)response.StatusCode}");
            customer.End();
            await TraceView.WriteAsync(Console.Out, [traceId]);
            return ExitCodes.Failure;
        }

        var answer = (await response.Content.ReadFromJsonAsync<Answer>())!; // the service never answers null
        customer.SetOutputs(answer.Text);
        customer.End();
        Console.WriteLine(answer.Text);
        for (var i = 0; i < answer.Sources.Count; i++)
        {
            Console.WriteLine($"  [{i + 1}] {answer.Sources[i]}");
        }

        using var feedback = await http.PostAsJsonAsync("feedback", new FeedbackRequest(answer.TraceId, Helpful: true, "Short and right.", "customer"));
        var isThere = await TraceView.WriteAsync(Console.Out, [answer.TraceId]);
        home.DescribeLater(Console.Out, answer.TraceId);
        return feedback.IsSuccessStatusCode && isThere ? ExitCodes.Ok : ExitCodes.Failure;
    }
}
