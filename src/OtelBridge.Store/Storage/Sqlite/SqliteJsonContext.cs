using System.Text.Json.Serialization;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Lists of keys as they are bound to a statement.</summary>
[JsonSerializable(typeof(long[]))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class SqliteJsonContext : JsonSerializerContext;
