"""What belongs to the platform: its names survive every obfuscator, since it is not part of the delivery.

Left out are calls that compilers write by themselves (they differ from one compiler and language level to the next) and
those that shrinkers are commonly told to drop (log lines).
"""

from __future__ import annotations

JAVA = (
    *("java.", "javax.", "dalvik.", "sun.misc.", "org.json.", "org.w3c.dom.", "org.xml.sax.", "org.xmlpull."),
    *("org.apache.http.", "android."),
)
"""Packages of the Java class library and of Android's boot class path (developer.android.com/reference/packages)."""
_NOT_JAVA = ("android.support.", "android.arch.", "android.databinding.", "javax.inject.")
"""Libraries that an app brings along under such a name; they are renamed with it."""
_DESUGARED = "j$."
"""Where D8 puts its copies of newer parts of ``java`` (developer.android.com/studio/write/java8-support)."""
_BOXES = frozenset(f"java.lang.{box}" for box in "Boolean Byte Character Short Integer Long Float Double".split())
_BOXING = frozenset(
    {"valueOf", *(f"{kind}Value" for kind in ("boolean", "byte", "char", "short", "int", "long", "float", "double"))}
)
_JAVA_CLASSES = frozenset(
    {
        "java.lang.StringBuilder",
        "java.lang.StringBuffer",
        "java.lang.Object",
        "java.lang.Enum",
        "java.lang.AssertionError",
        "java.lang.invoke.LambdaMetafactory",
        "java.lang.invoke.StringConcatFactory",
        "java.lang.runtime.ObjectMethods",
        "java.io.PrintStream",
        "android.util.Log",
    }
)
_JAVA_METHODS = frozenset(
    {
        "java.lang.String.concat",
        "java.lang.String.valueOf",
        "java.util.Objects.requireNonNull",
        "java.lang.Throwable.addSuppressed",
        "java.lang.Throwable.printStackTrace",
        "java.lang.Class.desiredAssertionStatus",
    }
)
_NET = ("System.", "Microsoft.Win32.", "Windows.", "Internal.")
_NET_SPACES = ("System.Runtime.CompilerServices.", "System.Diagnostics.")
_NET_CLASSES = frozenset({"System.Object", "System.Console", "System.Threading.Monitor", "System.Delegate"})
_NET_METHODS = frozenset(
    {
        "System.String.Concat",
        "System.Type.GetTypeFromHandle",
        "System.String.Format",
        "System.Threading.Interlocked.CompareExchange",
    }
)

COMMON = frozenset(
    """
    iterator substring contains getValue toString hashCode getMessage entrySet containsKey arraycopy startsWith
    getProperty intValue emptyList getClassLoader newInstance toLowerCase unmodifiableList printStackTrace
    equalsIgnoreCase endsWith lastIndexOf parseInt toByteArray compareTo getBytes isDirectory getSimpleName
    getAbsolutePath getModifiers toCharArray getDeclaringClass getLength getNodeType nextToken getMethod
    isAssignableFrom getParameterTypes currentThread getParentFile hasMoreElements nextElement getAttribute toUpperCase
    readLine replaceAll singletonList getResourceAsStream currentTimeMillis longValue doubleValue
    getApplicationContext getSystemService findViewById getResources getPackageName setVisibility
    get_InvariantCulture SuppressFinalize GetCustomAttributes get_CurrentCulture get_DeclaringType IsAssignableFrom
    GetValueOrDefault get_PropertyType get_IsGenericType GetGenericTypeDefinition GetGenericArguments get_ParameterType
    get_CurrentDomain get_OrdinalIgnoreCase get_InnerException ToLowerInvariant GetDirectoryName GetEnvironmentVariable
    get_TotalSeconds GetUnderlyingType get_IsCancellationRequested get_CurrentThread GetLastWin32Error
    get_TotalMilliseconds get_AsyncWaitHandle GetCustomAttribute MakeGenericMethod IsNullOrWhiteSpace
    GetManifestResourceStream GetExecutingAssembly FromBase64String get_GenericTypeArguments
    GetFileNameWithoutExtension
    """.split()
)
"""Methods that one class file in 250, or one assembly in 20, of unrelated libraries calls (19,552 classes, 359
assemblies): by these names alone no file is worth a closer look."""


def java_call(owner: str, name: str) -> str:
    """``java.util.List.add`` for a call that tells something, else empty; ``owner`` is dotted."""
    if owner.startswith(_DESUGARED):
        owner = "java." + owner[len(_DESUGARED) :]
    if not is_java(owner) or owner in _JAVA_CLASSES or (owner in _BOXES and name in _BOXING):
        return ""
    whole = f"{owner}.{name}"
    return "" if whole in _JAVA_METHODS else whole


def is_java(owner: str) -> bool:
    """Whether the class ``owner`` (dotted) belongs to Java or Android."""
    return owner.startswith(JAVA) and not owner.startswith(_NOT_JAVA)


def net_call(owner: str, name: str) -> str:
    """``System.IO.File.Open`` for a call into another assembly that tells something, else empty."""
    whole = f"{owner}.{name}"
    if not owner or owner.startswith(_NET_SPACES) or owner in _NET_CLASSES or whole in _NET_METHODS:
        return ""
    return whole


def is_net(call: str) -> bool:
    """Whether a call goes into the .NET class library rather than into another vendor's assembly."""
    return call.startswith(_NET)
