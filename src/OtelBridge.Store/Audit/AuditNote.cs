using System.Globalization;

namespace OtelBridge.Store.Audit;

/// <summary>Notes what a request is about while it is answered, for its entry in the audit log. Flows along with the answer, and nowhere else.</summary>
/// <remarks>Takes ids and names alone, see <see cref="AuditSubject"/>. Thread-safe.</remarks>
public sealed class AuditNote
{
    /// <summary>The most that one request may be about; as many traces as are deleted at once.</summary>
    public const int MostSubjects = 10_000;

    private static readonly AsyncLocal<AuditNote?> Flow = new();

    private readonly Lock _gate = new();
    private readonly List<string> _about = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal); // as many as _about has, at most MostSubjects
    private long? _items;

    private AuditNote()
    {
    }

    /// <summary>Gets the note of the request that is answered in this flow; null where nobody writes one down.</summary>
    public static AuditNote? Current => Flow.Value;

    /// <summary>Gets or sets who was let in; null where nobody was.</summary>
    public string? Who { get; set; }

    /// <summary>Gets or sets who was not let in, as they say: a name, or the public part of a key.</summary>
    public string? Tried { get; set; }

    /// <summary>Gets what was noted, in order.</summary>
    public IReadOnlyList<string> About
    {
        get
        {
            lock (_gate)
            {
                return [.. _about];
            }
        }
    }

    /// <summary>Gives what was noted as an entry says it: some of it, and how many more there are.</summary>
    /// <param name="most">How many are named.</param>
    public string Text(int most)
    {
        var about = About;
        return string.Join(' ', about.Take(most)) + (about.Count > most ? string.Create(CultureInfo.InvariantCulture, $" +{about.Count - most}") : string.Empty);
    }

    /// <summary>Gets how many things were stored or deleted; null where nobody counted.</summary>
    public long? Items
    {
        get
        {
            lock (_gate)
            {
                return _items;
            }
        }
    }

    /// <summary>Begins a note for what follows in this flow.</summary>
    public static AuditNote Begin() => Flow.Value = new AuditNote();

    /// <summary>Notes an id.</summary>
    /// <param name="kind">What it is the id of, see <see cref="AuditSubject"/>.</param>
    /// <param name="id">The id; nothing is noted when it is empty.</param>
    public void Add(string kind, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length > 0)
        {
            Put($"{kind}:{AuditSubject.IdOf(id)}");
        }
    }

    /// <summary>Notes a person.</summary>
    public void AddPerson(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > 0)
        {
            Put($"{AuditSubject.User}:{AuditSubject.NameOf(name)}");
        }
    }

    /// <summary>Notes one of our own words, e.g. the permission that is granted.</summary>
    public void AddWord(string kind, string word) => Put($"{kind}:{word}");

    /// <summary>Counts what was stored or deleted.</summary>
    public void AddItems(long count)
    {
        lock (_gate)
        {
            _items = (_items ?? 0) + count;
        }
    }

    private void Put(string subject)
    {
        lock (_gate)
        {
            if (_known.Count < MostSubjects && _known.Add(subject))
            {
                _about.Add(subject);
            }
        }
    }
}
