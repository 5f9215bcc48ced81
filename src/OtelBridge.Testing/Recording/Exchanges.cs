using System.Globalization;
using System.Text.Json.Nodes;
using OtelBridge.Testing.Comparing;
using OtelBridge.Testing.Files;

namespace OtelBridge.Testing.Recording;

/// <summary>The exchanges of one recording, being written or being asked for.</summary>
internal sealed class Exchanges
{
    // One for each file that this process has recorded.
    private static readonly Dictionary<string, Exchanges> Begun = new(StringComparer.Ordinal);
    private static readonly Lock BegunGate = new();

    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly Redaction _redaction;
    private readonly List<ClientFacts> _clients;

    // As many as the test makes calls.
    private readonly List<Exchange> _all;
    private readonly HashSet<Exchange> _used = new(ReferenceEqualityComparer.Instance);
    private readonly bool _isMissing;
    private int _chats;
    private int _generators;

    private Exchanges(string file, Func<string, string>? redact, List<ClientFacts> clients, List<Exchange> all, bool isMissing)
    {
        _file = file;
        _redaction = new Redaction(redact);
        _clients = clients;
        _all = all;
        _isMissing = isMissing;
    }

    public static Exchanges Record(string file, Func<string, string>? redact)
    {
        lock (BegunGate)
        {
            return Begun.TryGetValue(file, out var begun) ? begun : Begun[file] = new Exchanges(file, redact, [], [], isMissing: false);
        }
    }

    public static Exchanges Replay(string file, Func<string, string>? redact)
    {
        var isThere = File.Exists(file);
        var (clients, exchanges) = isThere ? RecordingFile.Read(file) : ([], []);
        return new Exchanges(file, redact, clients, exchanges, isMissing: !isThere);
    }

    /// <summary>Notes what a client says of itself.</summary>
    public void Note(ClientFacts client)
    {
        lock (_gate)
        {
            if (!_clients.Contains(client))
            {
                _clients.Add(client);
            }
        }
    }

    /// <summary>What the next client of a kind said of itself when it was recorded; the last of them stands for all that follow.</summary>
    public ClientFacts Recorded(string kind)
    {
        lock (_gate)
        {
            var known = _clients.Where(client => client.Kind == kind).ToList();
            var number = kind == ClientFacts.Chat ? _chats++ : _generators++;
            return known.Count == 0 ? new ClientFacts(kind, null, null) : known[Math.Min(number, known.Count - 1)];
        }
    }

    /// <summary>Keeps an exchange and writes the file.</summary>
    public void Add(Exchange exchange)
    {
        var redacted = _redaction.Of(exchange);
        lock (_gate)
        {
            _all.Add(redacted);
            RecordingFile.Write(_file, _clients, _all);
        }
    }

    /// <summary>The next exchange that was recorded for a request.</summary>
    /// <exception cref="ModelRecordingException">There is none.</exception>
    public Exchange Find(JsonObject request)
    {
        var asked = (JsonObject)_redaction.Of(request)!;
        var key = Canonical.Text(asked);
        lock (_gate)
        {
            var equal = _all.Where(exchange => Canonical.Text(exchange.Request) == key).ToList();
            return equal.Find(_used.Add) ?? throw new ModelRecordingException(Missing(asked, key, equal.Count));
        }
    }

    private string Missing(JsonObject asked, string key, int equal)
    {
        if (_isMissing)
        {
            return $"There is no recording yet, {_file}. Asked was:\n\n{key}\n\n{Switches.HowToRecord}";
        }

        if (equal > 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The request was recorded {equal} times in {_file}, and is asked once more:\n\n{key}\n\n{Switches.HowToRecord}");
        }

        var kind = asked["kind"]!.GetValue<string>();
        var nearest = _all.Where(exchange => exchange.Request["kind"]?.GetValue<string>() == kind).Select(static exchange => Canonical.Text(exchange.Request)).MaxBy(text => InCommon(text, key));
        return nearest is null
            ? $"{_file} has no request of kind {kind}. Asked was:\n\n{key}\n\n{Switches.HowToRecord}"
            : $"The request is not in {_file}. It differs from the nearest one that is (- recorded, + asked):\n\n{TextDiff.Of(nearest, key)}\n\nAsked was:\n\n{key}\n\n{Switches.HowToRecord}";
    }

    private static int InCommon(string one, string other)
    {
        var lines = one.Split('\n').ToHashSet(StringComparer.Ordinal);
        return other.Split('\n').Count(lines.Contains);
    }
}
