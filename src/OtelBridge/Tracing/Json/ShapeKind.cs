namespace OtelBridge.Tracing.Json;

/// <summary>The forms in which a value that is no primitive can be written.</summary>
internal enum ShapeKind
{
    /// <summary>Nothing inside it is worth reading or safe to read; its type's name stands for it.</summary>
    Opaque,

    /// <summary>Written as its own text.</summary>
    Text,

    /// <summary>A JSON object of its members.</summary>
    Object,

    /// <summary>A JSON array of its elements.</summary>
    Sequence,

    /// <summary>A JSON object of its entries; enumerates <see cref="System.Collections.DictionaryEntry"/>.</summary>
    Dictionary,

    /// <summary>A JSON object of its entries; enumerates pairs of some key and value type.</summary>
    PairSequence,

    /// <summary>A JSON array of the items of a tuple.</summary>
    Tuple,

    /// <summary>Written by a converter, its own or the user's.</summary>
    Converted,

    /// <summary>Written as another value that is made of it.</summary>
    Replaced,

    /// <summary>An exception: type, message, inner exception.</summary>
    Exception,
}
