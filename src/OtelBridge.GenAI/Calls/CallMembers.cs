using System.Collections;

namespace OtelBridge.GenAI.Calls;

/// <summary>
/// What is recorded of a call that is no chat, by name, without what is absent; what can be large comes last. Bounded by what the code names.
/// </summary>
internal sealed class CallMembers : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _members = [];

    public void Add(string name, object? value)
    {
        if (value is not null)
        {
            _members.Add(new(name, value));
        }
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
