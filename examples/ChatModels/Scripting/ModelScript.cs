using System.Collections.Concurrent;

namespace ChatModels.Scripting;

/// <summary>What a scripted server answers: first the answers that were queued, in order, then what a function says.</summary>
/// <remarks>Embeddings, images and audio have answers of their own, so that they do not use up the chat's: see <see cref="ThenFor"/>.</remarks>
public sealed class ModelScript
{
    private const string Chat = "chat";

    // By path; bounded by what the script's author puts in.
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ModelAnswer>> _next = new(StringComparer.Ordinal);
    private readonly Func<ModelRequest, ModelAnswer>? _otherwise;

    /// <summary>A script of answers in order; a request beyond them is refused.</summary>
    public ModelScript(params ModelAnswer[] answers) => Then(answers);

    /// <summary>A script that looks at each request to a chat model.</summary>
    public ModelScript(Func<ModelRequest, ModelAnswer> answer) => _otherwise = answer;

    /// <summary>Adds answers for the next requests to a chat model, in whichever protocol.</summary>
    public void Then(params ModelAnswer[] answers) => ThenFor(Chat, answers);

    /// <summary>Adds answers for the next requests to one path that is no chat, e.g. <c>/v1/embeddings</c>.</summary>
    public void ThenFor(string path, params ModelAnswer[] answers)
    {
        var queue = _next.GetOrAdd(path, static _ => []);
        foreach (var answer in answers)
        {
            queue.Enqueue(answer);
        }
    }

    internal ModelAnswer NextChat(ModelRequest request) => Queued(Chat)
        ?? _otherwise?.Invoke(request)
        ?? ModelAnswer.Refuses(400, "The script has no answer for this request.", "script_exhausted");

    internal ModelAnswer NextOther(string path, ModelAnswer usual) => Queued(path) ?? usual;

    private ModelAnswer? Queued(string path) => _next.TryGetValue(path, out var queue) && queue.TryDequeue(out var answer) ? answer : null;
}
