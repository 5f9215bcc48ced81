using System.Net;
using System.Text.Json.Nodes;

namespace OtelBridge.Testing.Recording;

/// <summary>A call that failed.</summary>
/// <param name="Type">Full name of the exception's type.</param>
/// <param name="Message">Its message.</param>
/// <param name="Status">The status of HTTP, where it has one.</param>
internal sealed record RecordedFailure(string Type, string Message, int? Status)
{
    public static RecordedFailure Of(Exception exception) =>
        new(exception.GetType().FullName ?? exception.GetType().Name, exception.Message, (exception as HttpRequestException)?.StatusCode is { } status ? (int)status : null);

    public static RecordedFailure Read(JsonNode node) => new(node["type"]!.GetValue<string>(), node["message"]!.GetValue<string>(), node["status"]?.GetValue<int>());

    public JsonObject Write()
    {
        var node = new JsonObject { ["type"] = Type, ["message"] = Message };
        if (Status is { } status)
        {
            node["status"] = status;
        }

        return node;
    }

    /// <summary>The exception, to be thrown again.</summary>
    public Exception Exception() => Type switch
    {
        "System.Net.Http.HttpRequestException" => new HttpRequestException(Message, inner: null, (HttpStatusCode?)Status),
        "System.TimeoutException" => new TimeoutException(Message),
        "System.OperationCanceledException" => new OperationCanceledException(Message),
        "System.Threading.Tasks.TaskCanceledException" => new TaskCanceledException(Message),
        "System.InvalidOperationException" => new InvalidOperationException(Message),
        "System.NotSupportedException" => new NotSupportedException(Message),
        "System.IO.IOException" => new IOException(Message),
        _ => new RecordedModelException(Message) { OriginalType = Type },
    };
}
