using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OtelBridge.Store.Masking;

/// <summary>Reads a file of rules. All errors are told at once, and a member that is not known is one: a rule that is misspelled masks nothing.</summary>
internal sealed class MaskingFileReader(string path, Func<string, string?> environment)
{
    private const string RulesName = "rules";
    private const string KeyFileName = "hashKeyFile";
    private const string KeyVariableName = "hashKeyVariable";

    /// <summary>Fewer bytes than this are tried out.</summary>
    private const int ShortestKey = 16;

    private const long MaxFileBytes = 4 * 1024 * 1024;

    private readonly List<string> _errors = []; // bounded by the file

    public MaskingRules Read()
    {
        using var document = Parse();
        var root = document.RootElement;
        var rules = new List<MaskingRule>(); // bounded by the file
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(RulesName, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            throw Fault($"it has to be an object with a list \"{RulesName}\" of at least one rule");
        }

        foreach (var member in root.EnumerateObject().Where(static member => member.Name is not (RulesName or KeyFileName or KeyVariableName)))
        {
            _errors.Add($"'{member.Name}' is not known; beside \"{RulesName}\" there may be \"{KeyFileName}\" and \"{KeyVariableName}\"");
        }

        var key = HashKey(root);
        foreach (var element in list.EnumerateArray())
        {
            var name = $"rule {(rules.Count + 1).ToString(CultureInfo.InvariantCulture)}";
            rules.Add(new MaskingRuleReader(element, name, key, _errors).Read());
        }

        foreach (var twice in rules.GroupBy(static rule => rule.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            _errors.Add($"two rules are named '{twice.Key}'");
        }

        return _errors.Count == 0 ? new MaskingRules(rules) : throw new MaskingFileException(path, _errors);
    }

    private JsonDocument Parse()
    {
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes)
            {
                throw Fault("it is larger than 4 MiB");
            }

            return JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault($"it cannot be read ({e.Message.TrimEnd('.')})");
        }
        catch (JsonException e)
        {
            throw Fault($"it is no JSON ({e.Message.TrimEnd('.')})");
        }
    }

    private byte[]? HashKey(JsonElement root)
    {
        var (file, variable) = (Text(root, KeyFileName), Text(root, KeyVariableName));
        if (file is not null && variable is not null)
        {
            _errors.Add($"\"{KeyFileName}\" and \"{KeyVariableName}\" exclude each other");
        }

        var key = file is not null ? KeyOfFile(file) : variable is not null ? KeyOfVariable(variable) : null;
        if (key is { Length: < ShortestKey })
        {
            _errors.Add($"the key of hashes has fewer than {ShortestKey} bytes; make one with: openssl rand -hex 32");
        }

        return key;
    }

    // Beside the rules, unless the path says otherwise. Editors end a file with a line end, which is not meant.
    private byte[]? KeyOfFile(string file)
    {
        try
        {
            return Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path)) ?? string.Empty, file)).TrimEnd('\r', '\n'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _errors.Add($"\"{KeyFileName}\" cannot be read ({e.Message.TrimEnd('.')})");
            return null;
        }
    }

    private byte[]? KeyOfVariable(string variable)
    {
        var value = environment(variable);
        if (string.IsNullOrEmpty(value))
        {
            _errors.Add($"the variable {variable} of \"{KeyVariableName}\" is not set");
            return null;
        }

        return Encoding.UTF8.GetBytes(value);
    }

    private string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        _errors.Add($"\"{name}\" has to be a text");
        return null;
    }

    private MaskingFileException Fault(string error) => new(path, [error]);
}
