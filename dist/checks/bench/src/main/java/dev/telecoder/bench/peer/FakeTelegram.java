package dev.telecoder.bench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The platform's side of a channel like Telegram's: {@code getUpdates} waits for messages, {@code sendMessage} takes them. It
 * also plays the people: {@code /control/burst?chats=&over=} has so many of them write once each, {@code /control/reply?count=}
 * one of them again and again, and the answer is how long each waited: from the moment the platform had the message until it
 * had read the answer.
 */
final class FakeTelegram {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 100;
    private static final long PATIENCE_SECONDS = 60;

    private record Update(long id, long chat, String text) {

        String json() {
            return "{\"update_id\":" + id + ",\"message\":{\"message_id\":" + id
                    + ",\"date\":1800000000,\"chat\":{\"id\":"
                    + chat + ",\"type\":\"private\"},\"from\":{\"id\":" + chat
                    + ",\"is_bot\":false,\"first_name\":\"P" + chat + "\"},\"text\":\"" + text + "\"}}";
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Update> updates = new ArrayList<>();
    private final Map<Long, LinkedBlockingQueue<Long>> answers = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong nextChat = new AtomicLong(1_000_000);
    private long nextUpdate = 1;

    private FakeTelegram() {}

    public static void main(String[] arguments) throws IOException {
        HttpPeer.serve(new FakeTelegram()::answer);
    }

    private byte[] answer(HttpPeer.Request request) throws IOException, InterruptedException {
        return switch (request.path()) {
            case "/getUpdates" -> page(request.number("offset", 0), request.number("timeout", 0));
            case "/sendMessage" -> taken(request.body());
            case "/control/burst" -> burst((int) request.number("chats", 1), request.number("over", 0),
                    request.query().getOrDefault("text", "hello"));
            case "/control/reply" -> reply((int) request.number("count", 1), (int) request.number("per", 20));
            default -> HttpPeer.json("{\"ok\":true,\"result\":true}");
        };
    }

    private byte[] page(long offset, long timeoutSeconds) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(timeoutSeconds);
        var page = new StringBuilder("{\"ok\":true,\"result\":[");
        lock.lockInterruptibly();
        try {
            while (updates.isEmpty() || updates.getLast().id() < offset) {
                if (left <= 0) {
                    break;
                }
                left = arrived.awaitNanos(left);
            }
            updates.removeIf(update -> update.id() < offset);
            String comma = "";
            for (Update update : updates.subList(0, Math.min(PAGE, updates.size()))) {
                page.append(comma).append(update.json());
                comma = ",";
            }
        } finally {
            lock.unlock();
        }
        return HttpPeer.json(page.append("]}").toString());
    }

    private byte[] taken(byte[] body) throws IOException {
        JsonNode message = JSON.readTree(body);
        long now = System.nanoTime();
        LinkedBlockingQueue<Long> waiting = answers.get(message.get("chat_id").asLong());
        if (waiting != null) {
            waiting.add(now);
        }
        return HttpPeer.json("{\"ok\":true,\"result\":{\"message_id\":" + sent.incrementAndGet() + "}}");
    }

    /** The platform has a message; when that was. */
    private long write(long chat, String text) {
        answers.computeIfAbsent(chat, id -> new LinkedBlockingQueue<>());
        lock.lock();
        try {
            updates.add(new Update(nextUpdate++, chat, text));
            arrived.signalAll();
            return System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    private byte[] burst(int chats, long overMillis, String text) throws InterruptedException {
        long[] waited = new long[chats];
        long first = nextChat.getAndAdd(chats);
        var done = new CountDownLatch(chats);
        String said = java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
        long begin = System.nanoTime();
        for (int i = 0; i < chats; i++) {
            long due = begin + i * overMillis * 1_000_000 / chats;
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
            long chat = first + i;
            int place = i;
            // Begins to wait at the due time: if this process is late, that counts.
            write(chat, said);
            Thread.ofVirtual().start(() -> {
                try {
                    Long at = answers.get(chat).poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    waited[place] = at == null ? -1 : at - due;
                    answers.remove(chat);
                } catch (InterruptedException e) {
                    waited[place] = -1;
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        return result(waited, System.nanoTime() - begin);
    }

    private byte[] reply(int count, int perChat) throws InterruptedException {
        long[] waited = new long[count];
        long begin = System.nanoTime();
        long chat = 0;
        for (int i = 0; i < count; i++) {
            if (i % perChat == 0) {
                answers.remove(chat);
                chat = nextChat.getAndIncrement();
            }
            long at = write(chat, "hello " + i);
            Long answered = answers.get(chat).poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            waited[i] = answered == null ? -1 : answered - at;
        }
        return result(waited, System.nanoTime() - begin);
    }

    private static byte[] result(long[] nanos, long total) {
        var text = new StringBuilder("{\"total_ms\":").append(total / 1_000_000).append(",\"waited_us\":[");
        for (int i = 0; i < nanos.length; i++) {
            text.append(i == 0 ? "" : ",").append(nanos[i] < 0 ? -1 : nanos[i] / 1_000);
        }
        return HttpPeer.json(text.append("]}").toString());
    }
}
